import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../../..');

/** Builds the windows into dist/ where they are not of now, as `npm run build` does. */
export function buildWindows(): void {
  const built = spawnSync(process.execPath, [path.join(root, 'build/build.ts')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) throw new Error('the windows could not be built');
}
