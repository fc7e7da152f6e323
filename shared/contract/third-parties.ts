import { z } from 'zod';
import { thirdParty, thirdPartyType } from '../domain/third-party.ts';
import { method } from '../rpc/index.ts';
import { unsentState } from './edits.ts';
import { direction, rowsOf, searchText, windowOf } from './page.ts';

export const thirdPartyRow = thirdParty.extend({
  unsent: unsentState.nullable(),
  missionCount: z.number().int(),
});
export type ThirdPartyRow = z.infer<typeof thirdPartyRow>;

export const THIRD_PARTY_SORTS = ['name', 'type', 'createdAt', 'missionCount'] as const;

export const thirdPartyMethods = {
  'thirdParties.page': method(
    z.strictObject({
      filter: z
        .strictObject({ text: searchText.optional(), types: z.array(thirdPartyType).max(10).optional() })
        .default({}),
      sort: z
        .strictObject({ by: z.enum(THIRD_PARTY_SORTS), direction })
        .default({ by: 'name', direction: 'ascending' }),
      ...windowOf,
    }),
    rowsOf(thirdPartyRow),
  ),
  'thirdParties.get': method(z.strictObject({ id: z.string() }), thirdPartyRow),
};
