import { z } from 'zod';
import type { Log } from '../files/log.ts';
import type { DataProcess } from './data-process.ts';

/** What the data host says, without being asked, when it changes. */
const statusMessage = z.object({
  type: z.literal('status'),
  /** Edits that the server does not have. */
  notSent: z.number().int().nonnegative(),
  /** Of these: what a person must settle. */
  needsPerson: z.number().int().nonnegative(),
});
export type Unsent = Pick<z.infer<typeof statusMessage>, 'notSent' | 'needsPerson'>;

/** Knows what is not sent yet. While the data host is down, what it said last holds: edits are on disk. */
export function watchUnsent(dataProcess: Pick<DataProcess<never>, 'onMessage'>, log: Log): () => Unsent {
  let unsent: Unsent = { notSent: 0, needsPerson: 0 };
  dataProcess.onMessage((message) => {
    const parsed = statusMessage.safeParse(message);
    if (parsed.success) unsent = { notSent: parsed.data.notSent, needsPerson: parsed.data.needsPerson };
    else log.error('the data process sent what is no message', { issue: parsed.error.issues[0]?.message });
  });
  return () => unsent;
}
