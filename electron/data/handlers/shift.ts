import type {
  HandoverDetail,
  HandoverRow,
  IncidentDetail,
  IncidentRow,
  NamedSubject,
  shiftMethods,
} from '../../../shared/contract/index.ts';
import { type Clock, type Incident, type IncidentSubject, unsentText } from '../../../shared/domain/index.ts';
import type { Me } from '../me.ts';
import { dressHandover, dressIncident, handoverInList, incidentInList } from '../shift/dress.ts';
import { gatherNow, unsentEdits } from '../shift/gather.ts';
import type { CacheReads } from '../store/cache.ts';
import type { ShownHandover } from '../store/handovers.ts';
import type { Store } from '../store/store.ts';
import { keepAction } from './edits.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

/** Incidents and handovers, from the cache: the same with and without a server. */
export function createShiftHandlers(store: Store, clock: Clock, me: () => Me): MethodHandlers<typeof shiftMethods> {
  return {
    'incidents.page': (query) => ({
      ...store.read((cache) => {
        const { rows, total } = cache.incidents.page(query);
        return { rows: rows.map((row) => incidentRow(cache, row, clock.nowMs())), total };
      }),
      revision: store.revision(),
    }),
    'incidents.get'({ id }) {
      const detail = store.read((cache) => {
        const row = cache.incidents.get(id);
        return row && incidentDetail(cache, row, clock.nowMs());
      });
      if (detail === undefined) throw notFound('incident', id);
      return detail;
    },
    'handovers.page': (window) => ({
      ...store.read((cache) => {
        const { rows, total } = cache.handovers.page(window);
        return { rows: rows.map((row) => handoverRow(cache, row, me())), total };
      }),
      revision: store.revision(),
    }),
    'handovers.get'({ id }) {
      const detail = store.read((cache) => {
        const row = cache.handovers.get(id);
        return row && handoverDetail(cache, row, me(), clock.nowMs());
      });
      if (detail === undefined) throw notFound('handover', id);
      return detail;
    },
    'handovers.now': () =>
      store.read((cache) => {
        const { subject } = me();
        const draft = subject === null ? undefined : cache.handovers.draftOf(subject);
        return {
          items: gatherNow(cache, draft?.remarks ?? {}, clock.nowMs()),
          draftId: draft?.id ?? null,
          subject,
          lastShiftTo: cache.handovers.last()?.shiftTo ?? null,
        };
      }),
    'handovers.handOver'({ id }) {
      // Read apart: the writer sees its own transaction, the lists see the cache.
      const unsent = unsentText(store.read((cache) => unsentEdits(cache)));
      return store.write(({ outbox }) =>
        keepAction(outbox, clock.nowMs(), { entity: 'handover', id, action: 'hand-over', parameters: { unsent } }),
      );
    },
  };
}

function incidentRow(cache: CacheReads, incident: Incident, nowMs: number): IncidentRow {
  return incidentInList(incident, { unsent: cache.outbox.unsentOf('incident', incident.id), nowMs });
}

function incidentDetail(cache: CacheReads, incident: Incident, nowMs: number): IncidentDetail {
  const unsent = cache.outbox.unsentOf('incident', incident.id);
  return dressIncident(incident, { unsent, nowMs, named: (subject) => nameOf(cache, subject, nowMs) });
}

/** What people call a thing; one that is not known here is told by its id. */
function nameOf(cache: CacheReads, subject: IncidentSubject, nowMs: number): NamedSubject {
  const { kind, id } = subject;
  const name =
    kind === 'vehicle'
      ? cache.vehicles.get(id)?.code
      : kind === 'mission'
        ? cache.missions.get(id)?.reference
        : alarmName(cache, id, nowMs);
  return { ...subject, name: name ?? id, isKnown: name !== undefined };
}

function alarmName({ alarms }: CacheReads, id: string, nowMs: number): string | undefined {
  const alarm = alarms.get(id, nowMs);
  return alarm && `${alarm.ruleName} · ${alarm.subject}`;
}

function handoverRow(cache: CacheReads, row: ShownHandover, { subject }: Me): HandoverRow {
  return handoverInList(row, { unsent: cache.outbox.unsentOf('handover', row.id), subject });
}

function handoverDetail(cache: CacheReads, row: ShownHandover, { subject }: Me, nowMs: number): HandoverDetail {
  const items = row.state === 'draft' ? gatherNow(cache, row.remarks, nowMs) : row.items;
  return dressHandover(row, { unsent: cache.outbox.unsentOf('handover', row.id), items, subject });
}
