import { fc } from '../../support/property.ts';

/** How many desktops share the server. */
export const CLIENTS = 3;

/** What the network does with a push: it, its answer or both get lost, it comes twice, or it comes long after it was given up. */
export const PUSH_FATES = ['well', 'request-lost', 'answer-lost', 'twice', 'late'] as const;
export type PushFate = (typeof PUSH_FATES)[number];

export const EDITS = [
  ...['party-name', 'party-city', 'cycle-label', 'cycle-period', 'mission-customer', 'mission-amount', 'mission-cycle'],
  ...[
    'mission-party',
    'create-party',
    'create-cycle',
    'assign-created',
    'remove-party',
    'remove-cycle',
    'open',
    'close',
  ],
  ...['archive-party', 'restore-party', 'merge-party', 'unmerge-party'],
  ...['create-fence', 'fence-name', 'fence-outline', 'remove-fence'],
  ...['acknowledge-alarm', 'note-alarm'],
] as const;
export type EditKind = (typeof EDITS)[number];

export const LEGACY_WRITES = [
  ...['customer', 'amount', 'distance', 'party-name', 'revert-name', 'cycle-label', 'delete-mission', 'insert-mission'],
  ...['delete-party', 'close-cycle', 'bad-type'],
  ...['insert-fence', 'fence-outline', 'delete-fence'],
] as const;
export type LegacyKind = (typeof LEGACY_WRITES)[number];

/** `pick` chooses among the rows or entries that there are, so that a step means something whatever came before it. */
export type Step =
  | { type: 'edit'; client: number; kind: EditKind; pick: number }
  | { type: 'pull'; client: number; pages: number; limit: number; isLost: boolean }
  | { type: 'push'; client: number; size: number; fate: PushFate }
  | { type: 'late'; pick: number }
  | { type: 'legacy'; kind: LegacyKind; pick: number }
  | { type: 'restart-client'; client: number }
  | { type: 'restart-server' }
  | { type: 'rebuild'; client: number }
  | { type: 'settle'; client: number; pick: number; how: 'mine' | 'theirs' | 'retry' }
  | { type: 'discard'; client: number; pick: number }
  | { type: 'restore'; client: number; pick: number };

const client = fc.nat(CLIENTS - 1);
const pick = fc.nat(1_000);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant('edit'), client, kind: fc.constantFrom(...EDITS), pick }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{
        type: fc.constant('pull'),
        client,
        pages: fc.integer({ min: 1, max: 4 }),
        limit: fc.integer({ min: 1, max: 8 }),
      },
      isLost: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      ...{ type: fc.constant('push'), client, size: fc.integer({ min: 1, max: 6 }) },
      fate: fc.constantFrom(...PUSH_FATES),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('late'), pick }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('legacy'), kind: fc.constantFrom(...LEGACY_WRITES), pick }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart-client'), client }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart-server') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rebuild'), client }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('settle'),
      client,
      pick,
      how: fc.constantFrom('mine', 'theirs', 'retry'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('discard'), client, pick }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restore'), client, pick }) },
);

/** A round: what people, programs and the network do, before the network heals. */
export const round: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 20, maxLength: 70, size: 'max' });
