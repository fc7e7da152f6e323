import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mutation as mutationSchema, type PushResponse, pushResponse } from '../../../../shared/api/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { ATTACKS } from '../../../support/bad-input/attacks.ts';
import { jsonSchemaOf, sampleOf } from '../../../support/bad-input/json-schema.ts';
import { textOf, wrongValuesOf } from '../../../support/bad-input/wrong-values.ts';

let running: RunningBackend;
beforeAll(async () => {
  running = await startBackend();
  await insertRows(running.backend.database, { vehicles: 2, thirdParties: 2, billingCycles: 1, missions: 2 });
});
afterAll(() => running.stop());

async function push(mutations: readonly object[]): Promise<PushResponse> {
  const response = await running.ask('/api/v2/sync/push', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: textOf({ epoch: running.backend.epoch, mutations }),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return pushResponse.parse(JSON.parse(text));
}

const variants = jsonSchemaOf(mutationSchema).oneOf ?? jsonSchemaOf(mutationSchema).anyOf ?? [];
const byOperation = variants.map((schema) => [String(schema.properties?.['op']?.const), schema] as const);
const newParty = (fields: object) => ({
  ...{ mutationId: uuidv7(), entity: 'third-party', id: crypto.randomUUID(), op: 'create' },
  ...{ baseVersion: 0, madeAtMs: Date.now(), fields },
});

describe('an edit that is malformed', () => {
  it('of five kinds is known', () => expect(byOperation.map(([op]) => op)).toHaveLength(mutationSchema.options.length));

  it.each(byOperation)('(%s) is rejected by itself, with the field that is wrong', async (op, schema) => {
    const wrong = wrongValuesOf(schema).filter(({ field, what }) => {
      // Without an id, or a word for what it is, the whole push or another kind is meant.
      return field !== '' && field !== 'mutationId' && field !== 'op' && what !== 'empty op';
    });
    expect(wrong.length).toBeGreaterThan(15);
    const mutations = wrong.map(({ value }) => ({ ...(value as object), mutationId: uuidv7() }));
    const faults: string[] = [];
    for (let start = 0; start < mutations.length; start += 400) {
      const { answers } = await push(mutations.slice(start, start + 400));
      const byId = new Map(answers.map((answer) => [answer.mutationId, answer]));
      for (const [index, { what, field }] of wrong.slice(start, start + 400).entries()) {
        const answer = byId.get(mutations[start + index]?.mutationId ?? '');
        const reason = answer?.result === 'rejected' ? answer.reason : undefined;
        const named = reason?.field ?? '';
        if (reason?.code === 'malformed' && (field === named || field.startsWith(`${named}.`) || named === 'id'))
          continue;
        faults.push(`${op}, ${what}: ${JSON.stringify(answer)}`);
      }
    }
    expect(faults).toEqual([]);
  });
});

describe('texts that mean something elsewhere', () => {
  it('are kept as they are, or refused: never changed, never run', async () => {
    const sent = ATTACKS.map((name) => ({
      name,
      mutation: newParty({ name, type: 'customer', 'contactInfo.city': name }),
    }));
    const { answers } = await push(sent.map(({ mutation }) => mutation));
    const faults: string[] = [];
    for (const { name, mutation } of sent) {
      const answer = answers.find(({ mutationId }) => mutationId === mutation.mutationId);
      const row =
        answer?.current?.op === 'upsert' ? z.looseObject({ name: z.string() }).parse(answer.current.row) : undefined;
      const isKept = answer?.result === 'applied' && row?.name === name;
      if (!isKept && answer?.result !== 'rejected') faults.push(`${JSON.stringify(name)}: ${JSON.stringify(answer)}`);
    }
    expect(faults).toEqual([]);
    expect(answers.filter(({ result }) => result === 'applied').length).toBeGreaterThan(8);
    const [count] = await running.backend.database.query<{ n: number }>('select count(*)::int as n from missions');
    expect(count?.n).toBe(2);
  });

  it('of a field, an action or a row that is not there are refused', async () => {
    const base = sampleOf(variants[0] ?? {}) as object;
    const now = { ...base, madeAtMs: Date.now(), baseVersion: 1 };
    const id = crypto.randomUUID();
    const odd = ['constructor', 'toString', 'id', 'createdAt', 'version', "name'; --"];
    const mutations = [
      ...odd.map((field) => newParty({ name: 'Nom', type: 'customer', [field]: 'x' })),
      ...odd.map((action) => ({
        ...now,
        mutationId: uuidv7(),
        entity: 'billing-cycle',
        id,
        op: 'action',
        action,
        parameters: {},
        seen: {},
      })),
      { ...now, mutationId: uuidv7(), entity: 'billing-cycle', id, op: 'delete', seen: {} },
    ];
    const { answers } = await push(mutations);
    expect(answers.map(({ result }) => result)).not.toContain('applied');
    expect(answers.length).toBe(mutations.length);
  });
});
