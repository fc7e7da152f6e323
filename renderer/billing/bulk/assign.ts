import type { FieldEdits } from '../../../shared/api/index.ts';
import { type MissionRow, MOST_PATCHES } from '../../../shared/contract/index.ts';
import type { WindowClient } from '../../connection/index.ts';
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

/** What is to be changed of one mission. */
export interface MissionChange {
  readonly mission: MissionRow;
  readonly fields: FieldEdits;
}

export interface AssignReport {
  readonly kept: number;
  /** They were so already. */
  readonly same: number;
  /** Not looked at, since the person stopped. */
  readonly left: number;
  readonly refused: readonly NotAssigned[];
}

/** Edits that go to the data host together: few enough that it has time for others in between. */
const AT_A_TIME = Math.min(50, MOST_PATCHES);

/** Assigns each mission by an edit of its own. `onProgress`: how many were looked at. */
export async function assignAll(
  editing: Editing,
  missions: readonly MissionRow[],
  to: Assignment,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<AssignReport> {
  const changes = changesFor(missions, to);
  const same = missions.length - changes.length;
  const report = await changeAll(editing, changes, (done) => onProgress(done + same), signal);
  return { ...report, same };
}

/** The missions that an assignment changes. */
export function changesFor(missions: readonly MissionRow[], to: Assignment): MissionChange[] {
  return missions
    .map((mission) => ({ mission, fields: editsFor(mission, to) }))
    .filter(({ fields }) => Object.keys(fields).length > 0);
}

/** Makes many edits, of which one that is refused stops no other. Says them as one deed, which is undone as one. */
export async function changeAll(
  editing: Editing,
  changes: readonly MissionChange[],
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<AssignReport> {
  const refused: NotAssigned[] = [];
  const reversals: Reversal[] = [];
  let done = 0;
  while (done < changes.length && !signal.aborted) {
    const part = changes.slice(done, done + AT_A_TIME);
    const outcomes = await editing.patchMany('mission', part.map(patchOf));
    for (const [index, { mission, fields }] of part.entries()) {
      const outcome = outcomes[index] ?? { result: 'failed', code: 'internal' };
      if (outcome.result === 'kept') {
        reversals.push({ op: 'patch', entity: 'mission', id: mission.id, fields: reversed(fields) });
      } else refused.push({ mission, why: outcome });
    }
    done += part.length;
    onProgress(done);
  }
  const kept = reversals.length;
  if (kept > 0) editing.tell({ what: 'assigned', title: changes[0]?.mission.reference ?? '', count: kept, reversals });
  return { kept, same: 0, left: changes.length - done, refused };
}

/**
 * Which of many edits would be refused, as far as this machine can tell, with nothing changed.
 * @throws RpcError where the data host cannot be asked
 */
export async function foreseeAll(
  client: WindowClient,
  changes: readonly MissionChange[],
  signal: AbortSignal,
): Promise<NotAssigned[]> {
  const found: NotAssigned[] = [];
  for (let first = 0; first < changes.length; first += MOST_PATCHES) {
    const part = changes.slice(first, first + MOST_PATCHES);
    const asked = { entity: 'mission' as const, patches: part.map(patchOf) };
    const { results } = await client.request('edits.tryMany', asked, { signal });
    for (const [index, { mission }] of part.entries()) {
      const why = results[index];
      if (why != null) found.push({ mission, why });
    }
  }
  return found;
}

function patchOf({ mission, fields }: MissionChange): { id: string; fields: FieldEdits } {
  return { id: mission.id, fields };
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
