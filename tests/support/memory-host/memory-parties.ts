import type { ThirdPartyRow, VigieContract } from '../../../shared/contract/index.ts';
import { duplicateReasons, matchKeys, type RowFields, withFields } from '../../../shared/domain/index.ts';
import { type Handlers, RpcError } from '../../../shared/rpc/index.ts';
import type { Dataset } from './dataset.ts';
import { pageOf } from './queries.ts';

type Methods = Handlers<VigieContract>['methods'];
type Wraps = <T>(method: keyof Methods, make: () => T) => Promise<T>;

/** Third parties as the data host serves them, over an array. */
export function partyHandlers(
  dataset: () => Dataset,
  revision: () => number,
  answer: Wraps,
): Pick<Methods, Extract<keyof Methods, `thirdParties.${string}`>> {
  const apart = new Set<string>();
  const isUsed = ({ standing }: ThirdPartyRow) => standing === 'active';
  const keysOf = ({ name, contactInfo }: ThirdPartyRow) => matchKeys(name, contactInfo);
  // Tables are imported by real data hosts alone.
  const none = () => Promise.reject(new RpcError('not-found', 'there is no such import'));
  return {
    'thirdParties.import.begin': none,
    'thirdParties.import.send': none,
    'thirdParties.import.read': none,
    'thirdParties.import.start': none,
    'thirdParties.import.state': none,
    'thirdParties.import.problems': none,
    'thirdParties.import.stop': none,
    'thirdParties.import.end': none,
    'thirdParties.import.undo': none,
    'thirdParties.import.last': () => answer('thirdParties.import.last', () => ({ last: null })),
    'thirdParties.page': (asked) =>
      answer('thirdParties.page', () => {
        const { types, standing = 'active' } = asked.filter;
        const page = pageOf(dataset().thirdParties, {
          ...asked,
          words: ({ name, contactInfo: { city, siren } }) => [
            name,
            city ?? null,
            typeof siren === 'string' ? siren : null,
          ],
          accept: (row) =>
            (types === undefined || types.includes(row.type)) &&
            (standing === 'all' || (standing === 'active') === isUsed(row)),
        });
        return { ...page, revision: revision() };
      }),
    'thirdParties.get': ({ id }) =>
      answer('thirdParties.get', () => {
        const row = dataset().thirdParties.find((candidate) => candidate.id === id);
        if (row === undefined) throw new RpcError('not-found', 'there is no such row');
        return row;
      }),
    'thirdParties.like': ({ fields, exceptId, limit }) =>
      answer('thirdParties.like', () => {
        const { name, contactInfo } = withFields<RowFields>({}, fields);
        const keys = matchKeys(typeof name === 'string' ? name : '', (contactInfo ?? {}) as RowFields);
        const rows = dataset()
          .thirdParties.filter((row) => isUsed(row) && row.id !== exceptId)
          .map((row) => ({ ...row, reasons: duplicateReasons(keys, keysOf(row)) }))
          .filter(({ reasons }) => reasons.length > 0);
        return { rows: rows.slice(0, limit) };
      }),
    'thirdParties.tellApart': ({ one, other }) =>
      answer('thirdParties.tellApart', () => {
        apart.add(`${one}/${other}`);
        return {};
      }),
    'thirdParties.maybeSame': ({ one, other }) =>
      answer('thirdParties.maybeSame', () => {
        apart.delete(`${one}/${other}`);
        return {};
      }),
    'thirdParties.duplicates': ({ show, offset, limit }) =>
      answer('thirdParties.duplicates', () => {
        const rows = dataset().thirdParties.filter(isUsed);
        const pairs = rows.flatMap((one, index) =>
          rows.slice(index + 1).map((other) => ({ one, other, reasons: duplicateReasons(keysOf(one), keysOf(other)) })),
        );
        const all = pairs.filter(({ reasons }) => reasons.length > 0);
        const isApart = ({ one, other }: (typeof all)[number]) => apart.has(`${one.id}/${other.id}`);
        const found = all.filter((pair) => isApart(pair) === (show === 'told-apart'));
        const toldApart = all.filter(isApart).length;
        return { pairs: found.slice(offset, offset + limit), total: found.length, toldApart, revision: revision() };
      }),
  };
}
