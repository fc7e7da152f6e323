// `npm start`: shows Vigie. This file runs on any Node from 18 on, with nothing installed; the rest is in start/.
const major = Number(process.versions.node.split('.')[0]);
if (major < 18) {
  console.error(
    `vigie: Node ${process.versions.node} is too old: install Node 24 (https://nodejs.org), then run this again.`,
  );
  process.exit(1);
}
const { enter } = await import('./bootstrap/enter.mjs');
const { runProgram } = await import('./bootstrap/clear-error.mjs');
const { HELP, readStartArguments } = await import('./bootstrap/start-arguments.mjs');
const { root } = await import('./bootstrap/runtime.mjs');

// A wrong option is told at once, before minutes of installing.
await runProgram(async () => {
  const options = readStartArguments(process.argv.slice(2), { root, env: process.env, cwd: process.cwd() });
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  await enter(import.meta.url, async () => {
    const { start } = await import('./start/start.ts');
    return start(options);
  });
  return Number(process.exitCode ?? 0);
});
