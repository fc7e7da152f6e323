// `npm run build`: bundles the windows and the desktop into dist/, if anything that they are made from has changed.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { ClearError, runProgram } from './bootstrap/clear-error.mjs';
import { say, step } from './bootstrap/progress.mjs';
import { root } from './bootstrap/runtime.mjs';
import { hashInputs, isStale, removeStamp, writeStamp } from './bundle/stamp.ts';
import { targets } from './bundle/targets.ts';
import { FolderInUseError, lockFolder } from './start/folder-lock.ts';

await runProgram(async () => {
  const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } });
  if (!values.force && !isStale(root)) {
    say('dist/ is up to date (--force builds all the same)');
    return 0;
  }
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  // Vite would take over a NODE_ENV of the caller's, and React its development form with it.
  process.env['NODE_ENV'] = 'production';
  const lock = await lockDist();
  try {
    await buildAll();
  } finally {
    lock.release();
  }
  return 0;
});

async function buildAll(): Promise<void> {
  // Taken before: a file that changes during the build makes the result stale.
  const hash = hashInputs(root);
  removeStamp(root);
  rmSync(path.join(root, 'dist/electron'), { recursive: true, force: true });
  for (const { name, config } of targets(root)) {
    await step(`building ${name}`, () => build(config));
  }
  writeStamp(root, hash);
}

async function lockDist() {
  try {
    return await lockFolder(path.join(root, 'dist'));
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    throw new ClearError(`dist/ is being built by process ${error.pid}: wait for its end, then run this again.`);
  }
}
