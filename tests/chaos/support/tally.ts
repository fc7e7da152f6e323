/** What went wrong in one round, or in many added up. */
export interface Tally {
  rounds: number;
  /** Edits that were kept, and neither reached the server nor are in a list that people see. */
  lost: number;
  /** Edits that took effect twice, or that took effect and are said to have not. */
  doubled: number;
  /** Rows that differ between a desktop and the server once all is quiet. */
  diverged: number;
  /** Of all that went well, for the reader: a run without conflicts would prove little. */
  edits: number;
  applied: number;
  conflicts: number;
  rejected: number;
  /** The first few faults, in words. */
  notes: string[];
}

export function emptyTally(): Tally {
  return { rounds: 0, lost: 0, doubled: 0, diverged: 0, edits: 0, applied: 0, conflicts: 0, rejected: 0, notes: [] };
}

export function addTally(sum: Tally, one: Tally): void {
  for (const key of ['rounds', 'lost', 'doubled', 'diverged', 'edits', 'applied', 'conflicts', 'rejected'] as const) {
    sum[key] += one[key];
  }
  sum.notes.push(...one.notes.slice(0, 20 - sum.notes.length));
}

export function isClean({ lost, doubled, diverged }: Tally): boolean {
  return lost + doubled + diverged === 0;
}

/** The line that a run ends with. */
export function summary({ lost, doubled, diverged }: Tally): string {
  return `lost ${lost}, doubled ${doubled}, diverged ${diverged}`;
}
