import {
  boardPlace,
  type FoundItem,
  foundEdit,
  gatherItems,
  type Handover,
  type HandoverItem,
  MOST_ITEMS,
  subjectOfItem,
  type UnsentEdit,
} from '../../../shared/domain/index.ts';
import type { CacheReads } from '../store/cache.ts';

/** Rows that are asked for at a time. */
const PAGE = 500;

/**
 * What would be handed over now, as far as this desktop knows: the same rules as the server's, over the cache. The server gathers again when the shift
 * is handed over.
 */
export function gatherNow(cache: CacheReads, remarks: Handover['remarks'], nowMs: number): HandoverItem[] {
  const found = [
    ...alarmItems(cache, nowMs),
    ...incidentItems(cache),
    ...missionItems(cache, nowMs),
    ...validationItems(cache),
    ...unsentEdits(cache).map(foundEdit),
  ];
  const before = cache.handovers.last();
  const at = new Date(nowMs).toISOString();
  return gatherItems({ before, found, isOver: (item) => isOver(cache, item, nowMs), remarks, at });
}

/** Edits of this desktop that the server has not, whatever they wait for. Writing in handovers is none of them. */
export function unsentEdits(cache: CacheReads): UnsentEdit[] {
  const { rows } = cache.outbox.page({ filter: {}, offset: 0, limit: PAGE });
  return rows
    .filter(({ entity }) => entity !== 'handover')
    .map(({ mutationId, title, madeAtMs }) => ({
      ...{ key: `edit/${mutationId}`, label: title.slice(0, 300) },
      sinceAt: new Date(madeAtMs).toISOString(),
    }));
}

function* pagesOf<Row>(read: (offset: number) => { rows: Row[]; total: number }): Generator<Row> {
  for (let offset = 0; offset <= MOST_ITEMS; offset += PAGE) {
    const { rows, total } = read(offset);
    yield* rows;
    if (offset + PAGE >= total) return;
  }
}

function* alarmItems({ alarms }: CacheReads, nowMs: number): Generator<FoundItem> {
  const sort = { by: 'priority', direction: 'ascending' } as const;
  const page = (offset: number) => alarms.page({ filter: { view: 'standing' }, sort, offset, limit: PAGE }, nowMs);
  for (const alarm of pagesOf(page)) {
    const { id, ruleName, subject, priority, raisedAt, isShelved, isSuppressed } = alarm;
    yield {
      ...{ key: `alarm/${id}`, label: ruleName, about: subject, priority, sinceAt: raisedAt },
      group: isShelved ? 'alarm-shelved' : isSuppressed ? 'alarm-suppressed' : 'alarm-open',
      dueAt: isShelved ? alarm.shelvedUntil : isSuppressed ? alarm.suppressedUntil : null,
    };
  }
}

function* incidentItems({ incidents }: CacheReads): Generator<FoundItem> {
  for (const incident of pagesOf((offset) => incidents.page({ view: 'current', offset, limit: PAGE }))) {
    const { id, title, owner, priority, openedAt, deadline } = incident;
    const plain = { key: `incident/${id}`, group: 'incident' as const, label: title, about: owner, priority };
    yield { ...plain, sinceAt: openedAt, dueAt: deadline };
  }
}

function* missionItems({ board }: CacheReads, nowMs: number): Generator<FoundItem> {
  for (const mission of pagesOf((offset) => board.page({ nowMs, offset, limit: PAGE }))) {
    // The late ones are on top of the board.
    if (mission.group !== 'late') return;
    const place = boardPlace(mission, nowMs);
    const lateMs = place === null || place === 'forgotten' ? 0 : place.lateMs;
    const plain = { key: `mission/${mission.id}`, group: 'mission-late' as const, label: mission.reference };
    const sinceAt = new Date(nowMs - lateMs).toISOString();
    yield { ...plain, about: mission.vehicleCode, priority: null, sinceAt, dueAt: mission.plannedEndAt };
  }
}

function validationItems({ validations }: CacheReads): FoundItem[] {
  return validations.pending().map(({ id, facts, openedBy, openedAt, dueAt }) => ({
    ...{ key: `validation/${id}`, group: 'validation', label: facts.label.slice(0, 300), about: openedBy },
    ...{ priority: null, sinceAt: openedAt, dueAt },
  }));
}

/** What this desktop knows to be over. What it does not know comes back. */
function isOver({ alarms, incidents, missions, validations }: CacheReads, item: HandoverItem, nowMs: number): boolean {
  const { subject, id } = subjectOfItem(item);
  switch (subject) {
    case 'alarm':
      return (alarms.get(id, nowMs)?.closedAt ?? null) !== null;
    case 'incident':
      return incidents.get(id)?.status === 'closed';
    case 'validation': {
      const state = validations.get(id)?.state;
      return state !== undefined && state !== 'pending';
    }
    case 'mission': {
      const mission = missions.get(id);
      if (mission === undefined) return false;
      const place = boardPlace(mission, nowMs);
      return place !== 'forgotten' && place?.group !== 'late';
    }
    case 'edit':
      return false;
  }
}
