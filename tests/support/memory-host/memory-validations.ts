import type { VigieContract } from '../../../shared/contract/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';
import type { Dataset } from './dataset.ts';

type Methods = Handlers<VigieContract>['methods'];
type Names = Extract<keyof Methods, `validations.${string}` | `delegations.${string}`>;

/** Who the person of the memory host is to the server. */
export const ME = 'bea';

/** The inbox of the memory host: its rows are dressed already. */
export function validationHandlers(
  dataset: () => Dataset,
  revision: () => number,
  answer: <T>(method: Names, work: () => T) => Promise<T>,
  found: <T>(row: T | undefined) => T,
): Pick<Methods, Names> {
  const rows = () => dataset().validations;
  return {
    'validations.me': () =>
      answer('validations.me', () => ({ subject: ME, roles: ['billing' as const, 'validator' as const] })),
    'validations.page': ({ folder, offset, limit }) =>
      answer('validations.page', () => {
        const inFolder = rows().filter(({ folders }) => folders.includes(folder));
        return { rows: inFolder.slice(offset, offset + limit), total: inFolder.length, revision: revision() };
      }),
    'validations.get': ({ id }) => answer('validations.get', () => found(rows().find((row) => row.id === id))),
    'validations.ofSubject': ({ subjectId }) =>
      answer('validations.ofSubject', () => ({ rows: rows().filter((row) => row.subjectId === subjectId) })),
    'validations.counts': () =>
      answer('validations.counts', () => ({
        mine: rows().filter(({ folders, awaiting }) => folders.includes('mine') && awaiting === null).length,
        overdue: rows().filter(({ isOverdue }) => isOverdue).length,
        unread: rows().filter(({ isUnread }) => isUnread).length,
        snoozed: rows().filter(({ folders }) => folders.includes('snoozed')).length,
      })),
    'delegations.page': ({ offset, limit }) =>
      answer('delegations.page', () => {
        const { delegations } = dataset();
        return { rows: delegations.slice(offset, offset + limit), total: delegations.length, revision: revision() };
      }),
  };
}
