import { openPendingParts } from '../../../electron/data/exports/pending-parts.ts';
import { writeBeside } from '../../../electron/data/exports/write-beside.ts';
import { createTestLog } from '../test-log.ts';

/** Writes a file without end, to be killed: `node write-for-ever.ts FOLDER FILE`. Says so once there is something of it. */
const [folder = '', file = ''] = process.argv.slice(2);

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let piece = 0; piece < 10_000; piece++) {
    yield Buffer.alloc(1000, 'x');
    if (piece === 20) process.stdout.write('written\n');
    if (piece > 20) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

await writeBeside(file, pieces(), {
  signal: new AbortController().signal,
  onBytes: () => undefined,
  pending: openPendingParts(folder, createTestLog()),
});
