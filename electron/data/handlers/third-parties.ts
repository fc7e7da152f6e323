import type { thirdPartyMethods } from '../../../shared/contract/index.ts';
import { matchKeys, type RowFields, withFields } from '../../../shared/domain/index.ts';
import type { Store } from '../store/store.ts';
import { createDuplicateDesk } from '../third-parties/duplicate-desk.ts';
import type { ToldApart } from '../third-parties/told-apart.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createThirdPartyHandlers(store: Store, toldApart: ToldApart): MethodHandlers<typeof thirdPartyMethods> {
  const duplicates = createDuplicateDesk(store);
  return {
    'thirdParties.page': (query) => ({
      ...store.read((cache) => cache.thirdParties.page(query)),
      revision: store.revision(),
    }),
    'thirdParties.get'({ id }) {
      const row = store.read((cache) => cache.thirdParties.get(id));
      if (row === undefined) throw notFound('third party', id);
      return row;
    },
    'thirdParties.like': ({ fields, exceptId, limit }) => {
      const { name, contactInfo } = withFields<RowFields>({}, fields);
      const keys = matchKeys(typeof name === 'string' ? name : '', (contactInfo ?? {}) as RowFields);
      return {
        rows: store.read((cache) =>
          cache.duplicates.like(keys, exceptId, limit).flatMap(({ id, reasons }) => {
            const row = cache.thirdParties.get(id);
            return row === undefined ? [] : [{ ...row, reasons }];
          }),
        ),
      };
    },
    async 'thirdParties.duplicates'({ show, offset, limit }) {
      const all = await duplicates.pairs();
      const apart = all.filter((pair) => toldApart.has(pair));
      const found = show === 'told-apart' ? apart : all.filter((pair) => !toldApart.has(pair));
      const pairs = store.read((cache) =>
        found.slice(offset, offset + limit).flatMap(({ one, other, reasons }) => {
          const [first, second] = [cache.thirdParties.get(one), cache.thirdParties.get(other)];
          return first === undefined || second === undefined ? [] : [{ one: first, other: second, reasons }];
        }),
      );
      return { pairs, total: found.length, toldApart: apart.length, revision: store.revision() };
    },
    'thirdParties.tellApart'({ one, other, reasons }) {
      toldApart.add({ one, other, reasons });
      return {};
    },
    'thirdParties.maybeSame'({ one, other }) {
      toldApart.remove(one, other);
      return {};
    },
  };
}
