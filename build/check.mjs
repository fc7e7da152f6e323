// `npm run check`: format, lint, types and architecture. This file runs on any Node from 18 on, with nothing installed.
const major = Number(process.versions.node.split('.')[0]);
if (major < 18) {
  console.error(
    `vigie: Node ${process.versions.node} is too old: install Node 24 (https://nodejs.org), then run this again.`,
  );
  process.exit(1);
}
const { enter } = await import('./bootstrap/enter.mjs');
await enter(import.meta.url, async () => {
  const { check } = await import('./check/check.ts');
  return check();
});
