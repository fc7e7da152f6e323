import type { FieldEdits } from '../../../shared/api/index.ts';
import type { MissionRow } from '../../../shared/contract/index.ts';
import type { EditOutcome, Editing, Reversal } from '../editing/editing.ts';
import { reversed } from '../editing/editing.ts';

/** What missions are assigned to. A field left out stays as it is; null takes it out. */
export interface Assignment {
  readonly billingCycleId?: string | null;
  readonly thirdPartyId?: string | null;
}

export interface NotAssigned {
  readonly mission: MissionRow;
  readonly why: Exclude<EditOutcome, { result: 'kept' }>;
}

export interface AssignReport {
  readonly kept: number;
  /** They were so already. */
  readonly same: number;
  /** Not looked at, since the person stopped. */
  readonly left: number;
  readonly refused: readonly NotAssigned[];
}

/** Edits that are asked for at a time: the data host writes one after the other anyhow. */
const AT_A_TIME = 4;

/**
 * Assigns each mission by an edit of its own, so that one that is refused stops no other. Says it as one deed, which is
 * undone as one. `onProgress`: how many were looked at.
 */
export async function assignAll(
  editing: Editing,
  missions: readonly MissionRow[],
  to: Assignment,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<AssignReport> {
  const refused: NotAssigned[] = [];
  const reversals: Reversal[] = [];
  let same = 0;
  let done = 0;
  let next = 0;

  async function work(): Promise<void> {
    while (!signal.aborted) {
      const mission = missions[next];
      if (mission === undefined) return;
      next += 1;
      await assign(mission);
      done += 1;
      onProgress(done);
    }
  }

  async function assign(mission: MissionRow): Promise<void> {
    const fields = editsFor(mission, to);
    if (Object.keys(fields).length === 0) {
      same += 1;
      return;
    }
    const outcome = await editing.patchQuietly('mission', mission.id, fields);
    if (outcome.result === 'kept') {
      reversals.push({ op: 'patch', entity: 'mission', id: mission.id, fields: reversed(fields) });
    } else refused.push({ mission, why: outcome });
  }

  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  const kept = reversals.length;
  const title = missions[0]?.reference ?? '';
  if (kept > 0) editing.tell({ what: 'assigned', title, count: kept, reversals });
  return { kept, same, left: missions.length - done, refused };
}

/** Only what is not so already. */
export function editsFor(mission: MissionRow, to: Assignment): FieldEdits {
  const edits: [string, FieldEdits[string]][] = [];
  for (const field of ['billingCycleId', 'thirdPartyId'] as const) {
    const value = to[field];
    if (value !== undefined && value !== mission[field]) edits.push([field, { from: mission[field], to: value }]);
  }
  return Object.fromEntries(edits);
}

/** The commonest values of a field among missions, the most frequent first: what an assignment would overwrite. */
export function presentValues(
  missions: readonly MissionRow[],
  field: 'billingCycleLabel' | 'thirdPartyName',
): { name: string | null; count: number }[] {
  const counts = new Map<string | null, number>();
  for (const mission of missions) counts.set(mission[field], (counts.get(mission[field]) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).toSorted((one, other) => other.count - one.count);
}
