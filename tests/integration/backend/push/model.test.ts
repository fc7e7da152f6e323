import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mutation } from '../../../../shared/api/index.ts';
import {
  type EditableEntity,
  type FieldValue,
  type FieldValues,
  fieldOf,
  type BillingCycleState,
  refusePatch,
  type RowFields,
  placeAfterAction,
  withFields,
} from '../../../../shared/domain/index.ts';
import { createDependencyGate, mergeEdits } from '../../../../shared/sync/index.ts';
import type { Database } from '../../../../backend/database/database.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { actionOn, patchOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher, outcomeOf } from '../../../support/mutation-pusher.ts';
import { fc } from '../../../support/property.ts';

let database: Database;
let pusher: MutationPusher;
beforeAll(async () => {
  database = await migratedDatabase();
  pusher = createPusher(database);
  await insertRows(database, { vehicles: 1, thirdParties: 2, billingCycles: 2, missions: 2 });
});
afterAll(() => database.close());

type Row = RowFields & { id: string };
type Rows = Map<string, Row>;
const keyOf = (entity: EditableEntity, id: string) => `${entity}/${id}`;

/** What a clerk does: on the row as it was when they last looked. */
interface Step {
  clerk: number;
  /** Looks at all rows again before. */
  looks: boolean;
  /** Sends the last edit once more instead. */
  repeats: boolean;
  entity: EditableEntity;
  row: number;
  wanted: FieldValues;
  closes: boolean;
}

describe('what the server makes of pushes', () => {
  it('is what the shared rules say, whatever clerks have seen and send', async () => {
    const names = await keys();
    const values = fc.constantFrom<FieldValue>('a', 'b', 'c');
    const text = (entity: EditableEntity, ...fields: string[]) => ({
      entity: fc.constant(entity),
      row: fc.nat(1),
      wanted: fc.dictionary(fc.constantFrom(...fields), values, { minKeys: 1, maxKeys: 2 }),
    });
    const numbers = fc.constantFrom<FieldValue>(0, 100, 250);
    const missions = {
      entity: fc.constant<EditableEntity>('mission'),
      row: fc.nat(1),
      wanted: fc.record<Record<string, FieldValue>>(
        {
          ...{ customerName: values, amountCents: numbers, distanceMetres: numbers },
          billingCycleId: fc.constantFrom<FieldValue>(null, ...names.cycles),
          thirdPartyId: fc.constantFrom<FieldValue>(null, ...names.parties),
        },
        { requiredKeys: [] },
      ),
    };
    const cycles = {
      entity: fc.constant<EditableEntity>('billing-cycle'),
      row: fc.nat(1),
      wanted: fc.record<Record<string, FieldValue>>(
        {
          ...{ label: values, periodStart: fc.constantFrom('2026-01-01', '2026-06-01') },
          ...{
            periodEnd: fc.constantFrom('2026-03-31', '2026-12-31'),
            thirdPartyId: fc.constantFrom(null, ...names.parties),
          },
        },
        { requiredKeys: [] },
      ),
    };
    const who = { clerk: fc.nat(2), looks: fc.boolean(), repeats: fc.nat(9).map((n) => n === 0) };
    const never = { closes: fc.constant(false) };
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ ...who, ...never, ...text('third-party', 'name', 'contactInfo.paymentTerms', 'contactInfo.city') }),
      fc.record({ ...who, ...never, ...missions }),
      fc.record({ ...who, ...cycles, closes: fc.nat(4).map((n) => n === 0) }),
    );

    let conflicts = 0;
    let frozen = 0;
    let merged = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 14 }),
        fc.integer({ min: 1, max: 6 }),
        async (steps, size) => {
          await database.execute(`update billing_cycles set state = 'open'`);
          const truth = await readAll(names);
          const expected: string[] = [];
          const actual: string[] = [];
          const mutations = compose(steps, names, truth);
          for (let start = 0; start < mutations.length; start += size) {
            const batch = mutations.slice(start, start + size);
            expected.push(...foretell(batch, truth));
            actual.push(...(await pusher.push(...batch)).map((answer) => `${answer.mutationId} ${outcomeOf(answer)}`));
          }
          expect(actual).toEqual(expected);
          expect(withoutHands((await readAll(names)).rows)).toEqual(withoutHands(truth.rows));
          conflicts += actual.filter((one) => one.includes('conflict')).length;
          frozen += actual.filter((one) => one.includes('frozen')).length;
          merged += actual.filter((one) => one.includes('applied')).length;
        },
      ),
      { numRuns: 60 },
    );
    // The cases are worth something.
    expect(Math.min(conflicts, merged)).toBeGreaterThan(50);
    expect(frozen).toBeGreaterThan(5);
  });
});

interface Names {
  parties: string[];
  cycles: string[];
  missions: string[];
}

async function keys(): Promise<Names> {
  const of = async (table: string) =>
    (await database.query<{ id: string }>(`select id::text as id from ${table} order by id`)).map(({ id }) => id);
  return { parties: await of('third_parties'), cycles: await of('billing_cycles'), missions: await of('missions') };
}

/** Whose hands were in a cycle is the server's to write, and no part of the rules that are foretold. */
function withoutHands(rows: Rows): [string, unknown][] {
  return [...rows].map(([key, row]) => [key, { ...row, contributors: [], lastStepBy: null }]);
}

interface Model {
  rows: Rows;
  outcomes: Map<string, string>;
}

async function readAll({ parties, cycles, missions }: Names): Promise<Model> {
  const rows: Rows = new Map();
  const add = async (entity: EditableEntity, ids: string[]) => {
    for (const id of ids) rows.set(keyOf(entity, id), await pusher.row(entity, id));
  };
  await add('third-party', parties);
  await add('billing-cycle', cycles);
  await add('mission', missions);
  return { rows, outcomes: new Map() };
}

/** The mutations of all clerks, in the order in which they arrive. What a clerk sees is what the first looks and their own edits made it. */
function compose(steps: readonly Step[], names: Names, { rows }: Model): Mutation[] {
  const seen = [0, 1, 2].map(() => new Map(rows));
  const latest = new Map(rows);
  const last: (Mutation | undefined)[] = [];
  return steps.map(({ clerk, looks, repeats, entity, row, wanted, closes }) => {
    const before = last[clerk];
    if (repeats && before !== undefined) return before;
    const view = looks ? new Map(latest) : (seen[clerk] ?? new Map(latest));
    seen[clerk] = view;
    const ids = { 'third-party': names.parties, 'billing-cycle': names.cycles, mission: names.missions }[
      entity as 'mission'
    ];
    const key = keyOf(entity, ids[row] ?? '');
    const shown = view.get(key);
    if (shown === undefined) throw new Error(`nobody sees ${key}`);
    const mutation = closes ? actionOn(entity, shown, 'close') : patchOf(entity, shown, wanted);
    const after = closes ? { ...shown, state: 'closed' } : withFields(shown, wanted);
    view.set(key, after);
    latest.set(key, after);
    last[clerk] = mutation;
    return mutation;
  });
}

/** The outcomes of a batch by the shared rules, on rows in memory, which it changes. */
function foretell(batch: readonly Mutation[], { rows, outcomes }: Model): string[] {
  const gate = createDependencyGate();
  return batch.flatMap((mutation) => {
    if (gate.pass(mutation) !== undefined) return [];
    const known = outcomes.get(mutation.mutationId);
    const outcome = known === undefined ? judge(mutation, rows) : known === 'applied' ? 'duplicate' : known;
    if (known === undefined) outcomes.set(mutation.mutationId, outcome);
    if (outcome !== 'applied' && outcome !== 'duplicate') gate.hold(mutation);
    return [`${mutation.mutationId} ${outcome}`];
  });
}

function judge(mutation: Mutation, rows: Rows): string {
  const { entity, id } = mutation;
  const key = keyOf(entity, id);
  const row = rows.get(key);
  if (row === undefined) throw new Error(`there is no ${key}`);
  if (mutation.op === 'action') {
    const changed = Object.entries(mutation.seen)
      .filter(([field, value]) => fieldOf(row, field) !== value && !(field === 'state' && row['state'] === 'closed'))
      .map(([field]) => field);
    if (mutation.seen['state'] !== 'open') return 'rejected: illegal-action';
    if (changed.length > 0) return `conflict: ${changed.join(', ')}`;
    rows.set(key, { ...row, ...placeAfterAction(row, 'close') });
    return 'applied';
  }
  if (mutation.op !== 'patch') throw new Error('only patches and actions here');
  const merge = mergeEdits(entity, row, mutation.fields, mutation.seen);
  if (!merge.ok) return `conflict: ${merge.conflicts.join(', ')}`;
  if (Object.keys(merge.fields).length === 0) return 'applied';
  const states = entity !== 'mission' ? [] : statesOf([row['billingCycleId'], merge.fields['billingCycleId']], rows);
  const refused = refusePatch(entity, row, merge.fields, states);
  if (refused !== undefined) return `rejected: ${refused.code}`;
  rows.set(key, withFields(row, merge.fields));
  return 'applied';
}

function statesOf(cycles: readonly unknown[], rows: Rows): BillingCycleState[] {
  return cycles.flatMap((id) => {
    const state = typeof id === 'string' ? rows.get(keyOf('billing-cycle', id))?.['state'] : undefined;
    return state === undefined ? [] : [state as BillingCycleState];
  });
}
