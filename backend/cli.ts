import process from 'node:process';

const OLDEST_NODE = [22, 18] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

// Before anything else is loaded: an older Node fails over it with words that help nobody.
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  const message = `Node ${process.versions.node} is too old for Vigie: install Node 24 (https://nodejs.org), then run this again.`;
  process.stdout.write(`${JSON.stringify({ event: 'failed', message })}\n`);
  process.exitCode = 1;
} else {
  const { main } = await import('./cli/main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
