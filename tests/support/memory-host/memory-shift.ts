import { handoverInList, incidentInList } from '../../../electron/data/shift/dress.ts';
import type { EditResult, VigieContract } from '../../../shared/contract/index.ts';
import { isSameSubject } from '../../../shared/domain/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';
import type { Dataset } from './dataset.ts';
import { ME } from './memory-validations.ts';
import { pageOf } from './queries.ts';

type Methods = Handlers<VigieContract>['methods'];
type Names = Extract<keyof Methods, `incidents.${string}` | `handovers.${string}`>;

interface Parts {
  dataset: () => Dataset;
  revision: () => number;
  answer: <T>(method: Names, work: () => T) => Promise<T>;
  found: <T>(row: T | undefined) => T;
  act: (id: string, action: string) => EditResult | Promise<EditResult>;
}

/** Incidents and handovers of the memory host: their rows are dressed already. */
export function shiftHandlers({ dataset, revision, answer, found, act }: Parts): Pick<Methods, Names> {
  return {
    'incidents.page': ({ view, text, subject, offset, limit }) =>
      answer('incidents.page', () => {
        const { rows, total } = pageOf(dataset().incidents, {
          ...{ filter: { text }, sort: { by: 'none', direction: 'ascending' }, offset, limit },
          words: ({ title, owner }) => [title, owner],
          accept: ({ status, subjects }) =>
            (view === 'all' || (status === 'closed') === (view === 'closed')) &&
            (subject === undefined || subjects.some((one) => isSameSubject(one, subject))),
        });
        const inList = rows.map((row) => incidentInList(row, { unsent: row.unsent, nowMs: Date.now() }));
        return { rows: inList, total, revision: revision() };
      }),
    'incidents.get': ({ id }) => answer('incidents.get', () => found(dataset().incidents.find((row) => row.id === id))),
    'handovers.page': ({ offset, limit }) =>
      answer('handovers.page', () => {
        const { handovers } = dataset();
        const rows = handovers
          .slice(offset, offset + limit)
          .map(({ awaiting, ...row }) =>
            handoverInList({ ...row, awaiting: awaiting ?? undefined }, { unsent: row.unsent, subject: ME }),
          );
        return { rows, total: handovers.length, revision: revision() };
      }),
    'handovers.get': ({ id }) => answer('handovers.get', () => found(dataset().handovers.find((row) => row.id === id))),
    'handovers.now': () =>
      answer('handovers.now', () => {
        const draft = dataset().handovers.find(({ state, isMine }) => state === 'draft' && isMine);
        return { items: draft?.items ?? [], draftId: draft?.id ?? null, subject: ME, lastShiftTo: null };
      }),
    'handovers.handOver': ({ id }) => act(id, 'hand-over'),
  };
}
