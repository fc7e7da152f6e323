import type { CsvFile } from './csv-file.ts';
import { type CsvRow, readRows } from './csv-rows.ts';
import { withoutTimeLeaps } from './time-leaps.ts';

/** One reading of a file from its first row to its last, a row at a time. */
export interface CsvPass {
  /** The next row, which `take` then takes. Undefined at the end, or where the file breaks off. */
  peek(): Promise<CsvRow | undefined>;
  take(): void;
  /** Why the file broke off, once it did. */
  readonly error: unknown;
  close(): Promise<void>;
}

export function openPass(csv: CsvFile, refuse: (reason: string, count: number) => void): CsvPass {
  const rows = withoutTimeLeaps(readRows(csv, refuse), refuse);
  let next: CsvRow | undefined;
  let isOver = false;
  let error: unknown;
  return {
    async peek() {
      if (next !== undefined || isOver) return next;
      try {
        const result = await rows.next();
        if (result.done) isOver = true;
        else next = result.value;
      } catch (caught) {
        isOver = true;
        error = caught;
      }
      return next;
    },
    take() {
      next = undefined;
    },
    get error() {
      return error;
    },
    async close() {
      isOver = true;
      next = undefined;
      await rows.return();
    },
  };
}
