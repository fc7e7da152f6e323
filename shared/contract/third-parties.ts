import { z } from 'zod';
import { DUPLICATE_REASONS } from '../domain/third-parties/duplicates.ts';
import { fieldValues } from '../domain/edit-policy.ts';
import { thirdParty, thirdPartyType } from '../domain/third-party.ts';
import { method } from '../rpc/index.ts';
import { unsentState } from './edits.ts';
import { direction, rowsOf, searchText, windowOf } from './page.ts';

export const thirdPartyRow = thirdParty.extend({
  unsent: unsentState.nullable(),
  missionCount: z.number().int(),
  cycleCount: z.number().int(),
  /** Of the one that it was merged into, where that is known here. */
  mergedIntoName: z.string().nullable(),
});
export type ThirdPartyRow = z.infer<typeof thirdPartyRow>;

export const THIRD_PARTY_SORTS = ['name', 'type', 'createdAt', 'missionCount'] as const;
/** Those in use, those that are archived or merged, or both. */
export const SHOWN_STANDINGS = ['active', 'archived', 'all'] as const;
export type ShownStanding = (typeof SHOWN_STANDINGS)[number];

const pairOf = { one: z.guid(), other: z.guid() };
const reasons = z.array(z.enum(DUPLICATE_REASONS));
export const likeRow = thirdPartyRow.extend({ reasons });
export type LikeRow = z.infer<typeof likeRow>;
export const duplicatePair = z.object({ one: thirdPartyRow, other: thirdPartyRow, reasons });
export type DuplicatePair = z.infer<typeof duplicatePair>;

export const thirdPartyMethods = {
  'thirdParties.page': method(
    z.strictObject({
      filter: z
        .strictObject({
          text: searchText.optional(),
          types: z.array(thirdPartyType).max(10).optional(),
          /** Those in use where nothing is said. */
          standing: z.enum(SHOWN_STANDINGS).optional(),
        })
        .default({}),
      sort: z
        .strictObject({ by: z.enum(THIRD_PARTY_SORTS), direction })
        .default({ by: 'name', direction: 'ascending' }),
      ...windowOf,
    }),
    rowsOf(thirdPartyRow),
  ),
  'thirdParties.get': method(z.strictObject({ id: z.string() }), thirdPartyRow),
  /** Third parties in use that may be the same as one that is being entered, the surest first. `fields`: as an edit has them. */
  'thirdParties.like': method(
    z.strictObject({
      fields: fieldValues,
      exceptId: z.string().max(100).nullable(),
      limit: z.number().int().min(1).max(20),
    }),
    z.object({ rows: z.array(likeRow) }),
  ),
  /** Pairs of those in use that may be the same, the surest first. */
  'thirdParties.duplicates': method(
    z.strictObject({
      /** Those to look at, or those of which a person said that they are not the same. */
      show: z.enum(['proposed', 'told-apart']).default('proposed'),
      offset: z.number().int().min(0).max(10_000),
      limit: z.number().int().min(1).max(50),
    }),
    z.object({
      pairs: z.array(duplicatePair),
      total: z.number().int(),
      /** How many are not proposed since a person told them apart. */
      toldApart: z.number().int(),
      revision: z.number().int(),
    }),
  ),
  /** A person says that two are not the same, whatever they are alike in now. Kept on this workstation. */
  'thirdParties.tellApart': method(z.strictObject({ ...pairOf, reasons }), z.object({})),
  /** Takes that back. */
  'thirdParties.maybeSame': method(z.strictObject(pairOf), z.object({})),
};
