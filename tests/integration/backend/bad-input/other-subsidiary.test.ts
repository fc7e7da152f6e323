import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../../../backend/http/route.ts';
import { routes } from '../../../../backend/http/routes/index.ts';
import { ROLES } from '../../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { askRoute, sampleOfRoute } from '../../../support/bad-input/ask.ts';
import { insertRows } from '../../../support/business-rows.ts';

const TABLES = ['vehicles', 'third_parties', 'billing_cycles', 'missions', 'geofences'] as const;
const MISSING = { number: '987654321', uuid: '00000000-0000-4000-8000-00000000dead' };
/** Is in every row of the south. */
const SECRET = 'Sud-Est confidentiel';

let running: RunningBackend;
let north: string;
/** One row of the south of each table. */
let theirs: string[];
beforeAll(async () => {
  running = await startBackend();
  const { database } = running.backend;
  await insertRows(database, { vehicles: 2, thirdParties: 2, billingCycles: 2, missions: 2 });
  await database.execute(`
    insert into geofences (name, geometry)
    select 'Zone ' || i, '{"type":"Circle","center":[4.8,45.7],"radiusMetres":300}' from generate_series(1, 2) as i;
    ${TABLES.map((table) => `update ${table} set subsidiary = 'south';`).join('\n')}
    update vehicles set label = '${SECRET}';
    update third_parties set name = '${SECRET} ' || id;
    update billing_cycles set label = '${SECRET}';
    update missions set customer_name = '${SECRET}', driver = '${SECRET}';
    update geofences set name = '${SECRET}';`);
  theirs = [];
  for (const table of TABLES) {
    const [row] = await database.query<{ id: string }>(`select id::text as id from ${table} order by id limit 1`);
    theirs.push(row?.id ?? '');
  }
  north = await running.backend.tokenFor('nora', ROLES, { subsidiaries: ['north'] });
});
afterAll(() => running.stop());

const named = routes
  .filter(({ access }) => access !== 'public')
  .map((route) => [`${route.method} ${route.path}`, route] as const);
const withId = named.filter(([, { params }]) => params !== undefined);

describe("another subsidiary's rows", () => {
  it.each(withId)('%s answers of them as of rows that are not there', async (_, route) => {
    const faults: string[] = [];
    const ask = async (id: string) => {
      const sample = sampleOfRoute(route);
      const params = Object.fromEntries(Object.keys(sample.params ?? {}).map((name) => [name, id]));
      const { status, text } = await askRoute(running, route, { ...sample, params }, { token: north });
      return `${status} ${text.replaceAll(id, 'ID')}`;
    };
    for (const id of theirs) {
      const said = await ask(id);
      const missing = await ask(/^\d+$/.test(id) ? MISSING.number : MISSING.uuid);
      if (said !== missing || said.startsWith('2')) faults.push(`${id}: ${said}, but of none: ${missing}`);
    }
    expect(faults).toEqual([]);
  });

  it.each(named)('%s tells nothing of them', async (_, route: Route) => {
    const { text } = await askRoute(running, route, sampleOfRoute(route), { token: north });
    expect(text).not.toContain(SECRET);
    for (const id of theirs.filter((one) => one.length > 10)) expect(text).not.toContain(id);
  });

  it('are there for their own', async () => {
    const south = await running.backend.tokenFor('sam', ROLES, { subsidiaries: ['south'] });
    const text = await (await running.ask('/api/v2/missions', { token: south })).text();
    expect(text).toContain(SECRET);
  });
});
