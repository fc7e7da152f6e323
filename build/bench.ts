// `npm run bench -- NAME`: runs tests/bench/NAME.ts, which prints one JSON line. Without a name it lists them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ClearError, runProgram } from './bootstrap/clear-error.mjs';
import { root } from './bootstrap/runtime.mjs';

const folder = path.join(root, 'tests/bench');

await runProgram(async () => {
  const [name, ...args] = process.argv.slice(2);
  const names = existsSync(folder) ? readdirSync(folder).flatMap((file) => /^(.+)\.ts$/.exec(file)?.[1] ?? []) : [];
  if (name === undefined) {
    console.log(names.length === 0 ? 'there are no benchmarks' : names.sort().join('\n'));
    return 0;
  }
  if (!names.includes(name)) {
    throw new ClearError(`There is no benchmark "${name}": npm run bench lists them (${names.join(', ')}).`);
  }
  // The garbage collector is called by hand between runs, so that one does not pay for another's.
  const { status } = spawnSync(process.execPath, ['--expose-gc', path.join(folder, `${name}.ts`), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return status ?? 1;
});
