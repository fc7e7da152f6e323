import { open } from 'node:fs/promises';
import { z } from 'zod';
import { linePlan, type LinePlan } from '../../../shared/domain/index.ts';

const planIndex = z.array(
  z.object({
    name: z.string(),
    /** What a vehicle's line may call it: its id and its names. */
    names: z.array(z.string()),
    trips: z.number().int(),
    offset: z.number().int(),
    bytes: z.number().int(),
  }),
);
export type PlanIndex = z.infer<typeof planIndex>;

/** A number that says where the index begins, to the end of the file. */
const TAIL_BYTES = 16;

/**
 * The index of a file of plans. The file is text: the plan of each line as JSON on a line of its own, the index as another, and where that
 * begins in 15 digits. A plan is read by its place, so that a network of thousands of lines costs the memory of one.
 * @throws NodeJS.ErrnoException; SyntaxError, ZodError where it is no such file
 */
export async function readPlanIndex(file: string): Promise<PlanIndex> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const tail = await handle.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, Math.max(0, size - TAIL_BYTES));
    const offset = Number(tail.buffer.toString('latin1'));
    const length = size - TAIL_BYTES - offset;
    if (!Number.isSafeInteger(offset) || length < 2) throw new SyntaxError('it does not end as a file of plans does');
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return planIndex.parse(JSON.parse(buffer.toString('utf8')));
  } finally {
    await handle.close();
  }
}

/** One plan. @throws as `readPlanIndex` does */
export async function readLinePlan(file: string, { offset, bytes }: PlanIndex[number]): Promise<LinePlan> {
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, offset);
    return linePlan.parse(JSON.parse(buffer.toString('utf8')));
  } finally {
    await handle.close();
  }
}
