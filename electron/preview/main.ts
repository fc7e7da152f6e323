// Serves the data host and the built pages to browsers of this computer:
//   node electron/preview/main.ts --server URL --data DIR [--renderer DIR] [--port N], the token in VIGIE_SERVER_TOKEN.
// Standard output carries JSON lines for whoever started it, standard error the log.
import process from 'node:process';

const OLDEST_NODE = [22, 18] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

// Before anything else is loaded: SQLite's binary ends an older Node without a word.
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  const message = `Node ${process.versions.node} is too old for Vigie: install Node 24 (https://nodejs.org), then run this again.`;
  process.stdout.write(`${JSON.stringify({ event: 'failed', message })}\n`);
  process.exitCode = 1;
} else {
  const { run } = await import('./run.ts');
  await run(process.argv.slice(2));
}
