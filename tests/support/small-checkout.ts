import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const page = (entry: string) =>
  `<!doctype html><html lang="en"><head><title>V</title></head><body><div id="root"></div><script type="module" src="./entries/${entry}.tsx"></script></body></html>`;
/** One of each thing that has to come out of a build right. */
const sources: Record<string, string> = {
  'package.json': '{"type":"module"}',
  'shared/a.ts': "export const word: string = 'shared word';\n",
  'renderer/console.html': page('console'),
  'renderer/wall.html': page('wall'),
  'renderer/a.css': '.a { background: url(./dot.svg); }\n',
  'renderer/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'renderer/entries/console.tsx':
    "import '../a.css';\nimport dot from '../dot.svg?url';\nimport { word } from '../../shared/a.ts';\n" +
    "const worker = new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' });\n" +
    'worker.postMessage(word);\nexport const element = <img alt="" src={dot} />;\n' +
    "void import('./wall.tsx');\ndocument.title = String(element.type);\n",
  'renderer/entries/wall.tsx': "import { word } from '../../shared/a.ts';\ndocument.body.append(word);\n",
  'renderer/worker.ts': "import { word } from '../shared/a.ts';\nself.onmessage = () => self.postMessage(word);\n",
  'electron/main.ts':
    "import { app } from 'electron';\nimport { pino } from 'pino';\npino().info('main');\nvoid app.whenReady();\n",
  'electron/preload/index.ts': "import { ipcRenderer } from 'electron';\nipcRenderer.on('port', () => undefined);\n",
  'electron/data/store/keeper.ts':
    "import { parentPort } from 'node:worker_threads';\nparentPort?.postMessage('up');\n",
  'electron/data/store/mission-index/index-worker.ts':
    "import { parentPort } from 'node:worker_threads';\nparentPort?.postMessage('up');\n",
  'electron/data/recording/recording-worker.ts':
    "import { parentPort } from 'node:worker_threads';\nparentPort?.postMessage('up');\n",
  'electron/data/ground/import/importer.ts':
    "import { parentPort } from 'node:worker_threads';\nparentPort?.postMessage('up');\n",
  'electron/data/process.ts':
    "import Database from 'better-sqlite3';\nimport axios from 'axios';\nimport { z } from 'zod';\nimport { word } from '../../shared/a.ts';\n" +
    "const row = new Database(':memory:').prepare('SELECT 7 AS seven').get();\n" +
    'console.log(JSON.stringify({ row, word: z.string().parse(word), axios: typeof axios.get }));\n',
};

/**
 * Makes a checkout in a new temporary folder: sources of a few lines, and the npm packages of this one.
 * @param more further files, by their path
 * @returns its folder, which the caller removes
 */
export function makeSmallCheckout(more: Record<string, string> = {}): string {
  const root = mkdtempSync(path.join(tmpdir(), 'vigie-checkout-'));
  for (const [file, text] of Object.entries({ ...sources, ...more })) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  symlinkSync(path.resolve(import.meta.dirname, '../../node_modules'), path.join(root, 'node_modules'), 'junction');
  return root;
}
