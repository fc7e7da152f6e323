// Ends what `npm start` started when `npm start` itself is killed and cannot. It reads process numbers from its standard
// input, "+123" and "-123", a line each; when the input closes it gives the groups that are left time to end by themselves
// (they see their own input close), asks them, and then kills them. It runs in a group of its own.
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { signalGroup } from './process-group.ts';

const graceMs = Number(process.argv[2] ?? 10_000);
const groups = new Set<number>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const lines = createInterface({ input: process.stdin });
for await (const line of lines) {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) groups.add(pid);
  else groups.delete(pid);
}

const left = () => [...groups].filter((pid) => signalGroup(pid, 0));
await ended(Math.min(3_000, graceMs));
for (const pid of left()) signalGroup(pid, 'SIGTERM');
await ended(graceMs);
for (const pid of left()) signalGroup(pid, 'SIGKILL');

/** Waits until no group is left, at most so long. */
async function ended(waitMs: number): Promise<void> {
  for (const untilMs = Date.now() + waitMs; Date.now() < untilMs && left().length > 0; ) await wait(100);
}
