// `npm test`: all checks and tests. This file runs on any Node from 18 on, with nothing installed; the rest is in test/.
const major = Number(process.versions.node.split('.')[0]);
if (major < 18) {
  console.error(
    `vigie: Node ${process.versions.node} is too old: install Node 24 (https://nodejs.org), then run this again.`,
  );
  process.exit(1);
}
const { enter } = await import('./bootstrap/enter.mjs');
await enter(import.meta.url, async () => {
  const { installSystemPackages } = await import('./bootstrap/system-packages.mjs');
  const { testAll } = await import('./test/test-all.ts');
  const { testSteps } = await import('./test/steps.ts');
  return testAll(testSteps, installSystemPackages);
});
