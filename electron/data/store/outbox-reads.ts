import type { OutboxHealth, OutboxState } from '../../../shared/contract/index.ts';
import type { EditableEntity } from '../../../shared/domain/index.ts';
import type { Reader } from './handles.ts';
import { toOutboxEntry } from './outbox-entry.ts';
import { type Place, placesOf, sendableOf } from './outbox-queue.ts';
import { type ReadPayload, type StoredEntry, UNSETTLED } from './outbox-rows.ts';
import type { KnownRow, OutboxQuery, OutboxReads } from './outbox-types.ts';
import { createServerRowReads } from './server-rows.ts';
import { countUsers, readShownRow } from './shown-rows.ts';
import { createStanding } from './standing.ts';

export interface OutboxReadOptions {
  readPayload: ReadPayload;
  /** The server that this Vigie is set to; null: none. */
  serverIdentity: string | null;
  /** Gives what was read before where nothing has changed since. The writer's connection cannot tell: it reads each time. */
  remember?: (read: () => readonly Place[]) => readonly Place[];
}

/** These wait for a person: they are shown first. */
const FOR_A_PERSON: ReadonlySet<OutboxState> = new Set([
  'conflict',
  'rejected',
  'unreadable',
  'recovered',
  'other-server',
]);

const NO_ROWS = { shownRow: () => undefined, serverRow: () => undefined };

export function createOutboxReads(reader: Reader, options: OutboxReadOptions): OutboxReads {
  const { readPayload, serverIdentity, remember = (read) => read() } = options;
  const origin = reader.selectValue<string | null>('SELECT server_identity FROM sync_state');
  const find = reader.select<StoredEntry>('SELECT * FROM outbox WHERE mutation_id = ?');
  const isUnsettled = reader.selectValue<number>(
    `SELECT 1 FROM outbox WHERE entity = ? AND entity_id = ? AND server_identity = ? AND state IN ${UNSETTLED} LIMIT 1`,
  );
  const serverRows = createServerRowReads(reader);
  const standings = {
    mission: createStanding(reader, 'mission'),
    'billing-cycle': createStanding(reader, 'billing-cycle'),
    'third-party': createStanding(reader, 'third-party'),
    geofence: createStanding(reader, 'geofence'),
    delegation: createStanding(reader, 'delegation'),
    validation: createStanding(reader, 'validation'),
    'alarm-rule': createStanding(reader, 'alarm-rule'),
    alarm: createStanding(reader, 'alarm'),
    incident: createStanding(reader, 'incident'),
    handover: createStanding(reader, 'handover'),
  };

  const owner = () => origin.get() ?? serverIdentity;
  const places = () => remember(() => placesOf(reader, readPayload, owner()));
  const rowOf = (entity: EditableEntity, id: string) => readShownRow(reader, entity, id);

  function serverRowOf(entity: EditableEntity, id: string): KnownRow | undefined {
    // A row without edits on top is shown as the server has it.
    if (isUnsettled.get(entity, id, owner()) === undefined) return rowOf(entity, id);
    const known = serverRows.get(entity, id);
    return known === undefined || known.row === null ? undefined : { row: known.row, version: known.version };
  }

  const sources = {
    readPayload,
    shownRow: (entity: EditableEntity, id: string) => rowOf(entity, id)?.row,
    serverRow: (entity: EditableEntity, id: string) => serverRowOf(entity, id)?.row,
  };

  function placeOf(mutationId: string): Place | undefined {
    return places().find((place) => place.mutationId === mutationId);
  }

  function entryAt(place: Place) {
    const stored = find.get(place.mutationId);
    if (stored === undefined) return [];
    // The rows here are those of one server: a row of another may have the same id.
    const isHere = stored.server_identity === owner();
    return [toOutboxEntry(stored, place, isHere ? sources : { ...sources, ...NO_ROWS })];
  }

  return {
    page({ filter, offset, limit }) {
      const matching = places().filter((place) => matches(place, filter));
      const ordered = [
        ...matching.filter(({ state }) => FOR_A_PERSON.has(state)),
        ...matching.filter(({ state }) => !FOR_A_PERSON.has(state)),
      ];
      return { rows: ordered.slice(offset, offset + limit).flatMap(entryAt), total: matching.length };
    },
    get(mutationId) {
      const place = placeOf(mutationId);
      return place && entryAt(place)[0];
    },
    counts: () => countsOf(reader, owner()),
    sendable: (identity, limit, bytes) => sendableOf(reader, readPayload, { serverIdentity: identity, limit, bytes }),
    unsentOf: (entity, id) => standings[entity].of(id),
    rowOf,
    serverRowOf,
    usedBy: (entity, id) => countUsers(reader, entity, id),
    owner,
    kept(mutationId) {
      const stored = find.get(mutationId);
      const place = stored && placeOf(mutationId);
      return place && { mutation: readPayload(stored), state: place.state };
    },
  };
}

function matches({ state, entity, id }: Place, filter: OutboxQuery['filter']): boolean {
  const isWanted = filter.states === undefined ? state !== 'discarded' : filter.states.includes(state);
  const isOfEntity = filter.entity === undefined || filter.entity === entity;
  return isWanted && isOfEntity && (filter.id === undefined || filter.id === id);
}

interface Counts {
  not_sent: number;
  conflicts: number;
  rejected: number;
  others: number;
  oldest_ms: number | null;
}

function countsOf(reader: Reader, owner: string | null): Omit<OutboxHealth, 'isSending' | 'savedAtMs'> {
  const counts = reader
    .select<Counts>(`
      SELECT count(*) AS not_sent,
        count(*) FILTER (WHERE is_here AND state = 'conflict') AS conflicts,
        count(*) FILTER (WHERE is_here AND state = 'rejected') AS rejected,
        count(*) FILTER (WHERE NOT is_here OR state IN ('unreadable', 'recovered')) AS others,
        min(made_at_ms) AS oldest_ms
      FROM (SELECT state, made_at_ms, server_identity IS ? AS is_here FROM outbox WHERE state <> 'discarded')`)
    .get(owner);
  return {
    notSent: counts?.not_sent ?? 0,
    conflicts: counts?.conflicts ?? 0,
    rejected: counts?.rejected ?? 0,
    others: counts?.others ?? 0,
    oldestMadeAtMs: counts?.oldest_ms ?? null,
  };
}
