// `node build/icons/render.ts`: draws resources/icon.svg in all the sizes and files that the packages want. Run it after a
// change of the drawing, and commit the result. Needs an installed Chromium or Chrome.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ClearError, runProgram } from '../bootstrap/clear-error.mjs';
import { root } from '../bootstrap/runtime.mjs';
import { findBrowser, sandboxFlags } from '../start/programs.ts';
import { icnsFile, icoFile, type Picture } from './containers.ts';

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];

await runProgram(async () => {
  const browser = findBrowser();
  if (browser === undefined) throw new ClearError('Drawing the icons needs Chromium or Chrome: install one.');
  const resources = path.join(root, 'resources');
  const pictures = draw(browser, readFileSync(path.join(resources, 'icon.svg'), 'utf8'));
  mkdirSync(path.join(resources, 'icons'), { recursive: true });
  for (const { size, png } of pictures) writeFileSync(path.join(resources, `icons/${size}x${size}.png`), png);
  writeFileSync(path.join(resources, 'icon.ico'), icoFile(pictures.filter(({ size }) => ICO_SIZES.includes(size))));
  writeFileSync(path.join(resources, 'icon.icns'), icnsFile(pictures));
  console.log(`drew ${pictures.length} sizes into ${resources}`);
  return 0;
});

/** Has a browser draw the SVG in each size; the pictures come back as data URLs in the text of the page. */
function draw(browser: string, svg: string): Picture[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-icons-'));
  try {
    const page = path.join(folder, 'page.html');
    writeFileSync(page, drawingPage(svg));
    const flags = ['--headless', '--dump-dom', '--virtual-time-budget=20000', `--user-data-dir=${folder}/profile`];
    const dom = execFileSync(browser, [...flags, ...sandboxFlags(), `file://${page}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 50_000_000,
      timeout: 60_000,
    });
    const found = [...dom.matchAll(/<i id="s(\d+)">data:image\/png;base64,([^<]+)</g)];
    if (found.length !== SIZES.length) throw new Error(`the browser drew ${found.length} of ${SIZES.length} sizes`);
    return found.map(([, size, data]) => ({ size: Number(size), png: Buffer.from(data ?? '', 'base64') }));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function drawingPage(svg: string): string {
  return `<!doctype html><meta charset="utf-8"><body><script>
    const svg = ${JSON.stringify(svg)};
    for (const size of ${JSON.stringify(SIZES)}) {
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = size;
        canvas.getContext('2d').drawImage(image, 0, 0, size, size);
        const text = document.createElement('i');
        text.id = 's' + size;
        text.textContent = canvas.toDataURL('image/png');
        document.body.append(text);
      };
      image.src = 'data:image/svg+xml,' + encodeURIComponent(svg.replace('<svg ', '<svg width="' + size + '" height="' + size + '" '));
    }
  </script></body>`;
}
