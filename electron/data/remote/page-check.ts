import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { type Change, change, type PullPage, pullPage } from '../../../shared/api/index.ts';
import { checkAnswer } from './answer.ts';

/** Changes are checked for so long before others get their turn, ms. */
const SLICE_MS = 5;
/** Between looks at the clock. */
const SLICE_ROWS = 20;

const envelope = pullPage.extend({ changes: z.array(z.unknown()) });

/** A change that names its row rightly. */
const checkedChange = change.superRefine((one, context) => {
  if (one.op === 'upsert' && one.row.id !== one.id)
    context.addIssue({ code: 'custom', path: ['row', 'id'], message: 'is not its id' });
});

/**
 * The page in an answer, checked change by change, so that a large one holds up nobody.
 * @throws RemoteError `server-malformed`: nothing of a page with a fault is given
 */
export async function checkPage(said: unknown, url: string): Promise<PullPage> {
  const page = checkAnswer(envelope, said, url);
  const changes: Change[] = [];
  let beganAtMs = performance.now();
  for (const [index, one] of page.changes.entries()) {
    if (index % SLICE_ROWS === 0 && performance.now() - beganAtMs > SLICE_MS) {
      await nextTurn();
      beganAtMs = performance.now();
    }
    changes.push(checkAnswer(checkedChange, one, url, ['changes', index]));
  }
  return { ...page, changes };
}
