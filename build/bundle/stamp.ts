import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the built files depend on, in the checkout. */
const INPUTS = ['shared', 'renderer', 'electron', 'resources', 'build', 'package.json', 'package-lock.json'];

/** What a whole build leaves in dist/. */
export const OUTPUTS = [
  'renderer/console.html',
  'renderer/wall.html',
  'electron/main.js',
  'electron/preload.cjs',
  'electron/data.js',
  'electron/keeper.js',
  'electron/mission-index.js',
  'electron/importer.js',
  'electron/recording.js',
];

/** A hash (SHA-256, hex) over the names and contents of all inputs of the build. About 10 MB are read in some 50 ms. */
export function hashInputs(root: string): string {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    for (const file of filesUnder(path.join(root, input))) {
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** Must the checkout be built, or is dist/ complete and made from what is there now? */
export function isStale(root: string): boolean {
  const dist = path.join(root, 'dist');
  if (OUTPUTS.some((file) => !existsSync(path.join(dist, file)))) return true;
  const stamp = stampFile(root);
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hashInputs(root);
}

/** Notes that dist/ is made from the inputs of this hash: the last act of a build. */
export function writeStamp(root: string, hash: string): void {
  writeFileSync(`${stampFile(root)}.new`, hash);
  renameSync(`${stampFile(root)}.new`, stampFile(root));
}

/** The first act of a build: one that is interrupted leaves dist/ stale. */
export function removeStamp(root: string): void {
  rmSync(stampFile(root), { force: true });
}

function stampFile(root: string): string {
  return path.join(root, 'dist/.stamp');
}

/** A file itself, or all files of a folder, sorted; nothing where neither is. */
function filesUnder(place: string): string[] {
  if (!existsSync(place)) return [];
  try {
    const entries = readdirSync(place, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [place];
    throw error;
  }
}
