import type { ImportRefusal } from '../../../../shared/contract/index.ts';

/** A file that is not imported. */
export class ImportError extends Error {
  override name = 'ImportError';
  readonly reason: ImportRefusal;
  constructor(reason: ImportRefusal) {
    super(`${reason.file}: ${reason.detail}`);
    this.reason = reason;
  }
}

/** What was left out of a layer: how much, and the first of it. */
export interface LeftOut {
  add(notice: ImportRefusal): void;
  count(): number;
  notices(): ImportRefusal[];
}

const MOST_NOTICES = 20;

export function createLeftOut(): LeftOut {
  let count = 0;
  const notices: ImportRefusal[] = [];
  return {
    add(notice) {
      count += 1;
      if (notices.length < MOST_NOTICES) notices.push(notice);
    },
    count: () => count,
    notices: () => [...notices],
  };
}
