import { io, type Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mutation, MutationAnswer, PullPage, RenewAnswer } from '../../../../shared/api/index.ts';
import { FleetTable } from '../../../../shared/api/index.ts';
import { PEOPLE, POSITION_FLAGS, type Role } from '../../../../shared/domain/index.ts';
import { findUserRole } from '../../../../backend/database/user-role.ts';
import { routes } from '../../../../backend/http/routes/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { creation, patchOf } from '../../../support/edits.ts';

/** Of each table a row of the default subsidiary, of the north and of the south, by name. */
type Ids = Record<'main' | 'north' | 'south', string>;
const TABLES = ['vehicles', 'third_parties', 'billing_cycles', 'missions', 'geofences'] as const;
const ENTITIES = ['vehicle', 'third-party', 'billing-cycle', 'mission', 'geofence'] as const;
const PATHS = ['vehicles', 'third-parties', 'billing-cycles', 'missions', 'geofences'] as const;
const CIRCLE = '{"type":"Circle","center":[4.8,45.7],"radiusMetres":300}';

let running: RunningBackend;
let ids: Record<(typeof TABLES)[number], Ids>;
let tokens: Record<'all' | 'main' | 'north' | 'south' | 'both', string>;
const sql = <Row extends object>(statement: string, values?: unknown[]) =>
  running.backend.database.query<Row>(statement, values);

beforeAll(async () => {
  running = await startBackend();
  await insertRows(running.backend.database, { vehicles: 3, thirdParties: 3, billingCycles: 3, missions: 3 });
  await sql(`insert into geofences (name, geometry) select 'Zone ' || i, '${CIRCLE}' from generate_series(1, 3) as i`);
  ids = {} as typeof ids;
  for (const table of TABLES) {
    const rows = await sql<{ id: string }>(`select id::text as id from ${table} order by id`);
    const [main = '', north = '', south = ''] = rows.map(({ id }) => id);
    ids[table] = { main, north, south };
  }
  // References stay within a subsidiary, as an operator's would.
  for (const whose of ['main', 'north', 'south'] as const) {
    await sql(
      'update missions set vehicle_id = $2, third_party_id = $3::uuid, billing_cycle = $4::uuid where id = $1',
      [ids.missions[whose], ids.vehicles[whose], ids.third_parties[whose], ids.billing_cycles[whose]],
    );
    if (whose === 'main') continue;
    for (const table of TABLES)
      await sql(`update ${table} set subsidiary = $2 where id::text = $1`, [ids[table][whose], whose]);
  }
  const tokenOf = (subject: string, subsidiaries: string[]) =>
    running.backend.tokenFor(subject, PEOPLE, { subsidiaries });
  tokens = {
    all: running.token,
    main: await tokenOf('mia', ['main']),
    north: await tokenOf('nora', ['north']),
    south: await tokenOf('sam', ['south']),
    both: await tokenOf('bo', ['north', 'south']),
  };
});
afterAll(() => running.stop());

async function json<Body>(path: string, token: string, init: RequestInit = {}): Promise<Body> {
  const response = await running.ask(path, { token, ...init });
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as Body;
}

/** Pulls to the end. */
async function pull(token: string, from?: string): Promise<{ rows: Map<string, boolean>; cursor: string }> {
  const rows = new Map<string, boolean>();
  let cursor = from;
  for (;;) {
    const query = cursor === undefined ? '' : `&cursor=${cursor}`;
    const page = await json<PullPage>(`/api/v2/sync/pull?schema=3&limit=2${query}`, token);
    for (const change of page.changes) rows.set(`${change.entity} ${change.id}`, change.op === 'upsert');
    cursor = page.cursor;
    if (!page.hasMore) return { rows, cursor };
  }
}

async function push(token: string, ...mutations: Mutation[]): Promise<MutationAnswer[]> {
  const { epoch } = running.backend;
  const body = JSON.stringify({ epoch, mutations });
  const headers = { 'content-type': 'application/json' };
  const { answers } = await json<{ answers: MutationAnswer[] }>('/api/v2/sync/push', token, {
    method: 'POST',
    body,
    headers,
  });
  return answers;
}

const rowsOf = (...whose: (keyof Ids)[]) =>
  new Set(TABLES.flatMap((table, index) => whose.map((one) => `${ENTITIES[index]} ${ids[table][one]}`)));

describe('in the database', () => {
  async function as<Row extends object>(subsidiaries: string[] | undefined, statement: string, values: unknown[] = []) {
    const role = await findUserRole(running.backend.database);
    return running.backend.database.transaction(async (inner) => {
      await inner.query("select set_config('role', $1, true)", [role]);
      if (subsidiaries !== undefined)
        await inner.query("select set_config('vigie.subsidiaries', $1::text[]::text, true)", [subsidiaries]);
      return inner.query<Row>(statement, values);
    });
  }

  it.each(TABLES)(
    'row-level security shows of %s only rows of the subsidiaries that the transaction names',
    async (table) => {
      const seen = async (subsidiaries?: string[]) =>
        (await as<{ id: string }>(subsidiaries, `select id::text as id from ${table} order by id`)).map(({ id }) => id);
      expect(await seen(['north'])).toEqual([ids[table].north]);
      expect(await seen([''])).toEqual([ids[table].main]);
      expect(new Set(await seen(['north', 'south']))).toEqual(new Set([ids[table].north, ids[table].south]));
      // Whoever takes on the role without saying for whom sees nothing.
      expect(await seen()).toEqual([]);
      expect(
        await as(['north'], `update ${table} set subsidiary = 'north' where id::text = $1 returning id`, [
          ids[table].south,
        ]),
      ).toEqual([]);
      expect(await as(['north'], `delete from ${table} where id::text = $1 returning id`, [ids[table].south])).toEqual(
        [],
      );
      for (const subsidiary of ['south', null]) {
        await expect(
          as(['north'], `update ${table} set subsidiary = $2 where id::text = $1`, [ids[table].north, subsidiary]),
        ).rejects.toThrow(/row-level security/);
      }
    },
  );

  it('has a policy for every table that holds rows of subsidiaries, and the history of changes shows no more than the rows', async () => {
    const unguarded = await sql<{ table: string }>(
      `select attrelid::regclass::text as table from pg_attribute join pg_class on pg_class.oid = attrelid
       where attname = 'subsidiary' and not attisdropped and relkind = 'r' and not (relrowsecurity and exists (
         select from pg_policy where polrelid = attrelid and polname = 'vigie_subsidiary' and not polpermissive))`,
    );
    expect(unguarded).toEqual([]);
    const known = await as<{ name: string }>(['north'], "select entity || ' ' || entity_id as name from sync_changes");
    expect(new Set(known.map(({ name }) => name))).toEqual(rowsOf('north'));
    await expect(as(['north'], 'select * from event_log')).rejects.toThrow(/permission denied/);
    await expect(as(['north'], 'select * from vigie_migrations')).rejects.toThrow(/permission denied/);
  });

  it('is looked at before the service starts: what does not hold is said with the remedy', async () => {
    const { database } = running.backend;
    await database.execute('alter role vigie_user bypassrls');
    await expect(findUserRole(database)).rejects.toThrow(/ALTER ROLE vigie_user NOSUPERUSER NOBYPASSRLS\.$/);
    await database.execute('alter role vigie_user nobypassrls; alter table missions disable row level security');
    await expect(findUserRole(database)).rejects.toThrow(/switched off for missions/);
    await database.execute('alter table missions enable row level security');
    await expect(findUserRole(database)).resolves.toBe('vigie_user');
  });
});

describe('over HTTP', () => {
  it.each(PATHS)(
    '%s are listed and read by their own subsidiary; another’s is as if it were not there',
    async (path) => {
      const table = TABLES[PATHS.indexOf(path)] ?? 'missions';
      const listed = async (token: string) =>
        (await json<{ items: { id: string }[] }>(`/api/v2/${path}`, token)).items.map(({ id }) => id);
      expect(await listed(tokens.north)).toEqual([ids[table].north]);
      expect(await listed(tokens.main)).toEqual([ids[table].main]);
      expect(await listed(tokens.both)).toHaveLength(2);
      expect(await listed(tokens.all)).toHaveLength(3);
      const missing = table === 'vehicles' || table === 'missions' ? '987654321' : uuidv7();
      const answers = await Promise.all(
        [ids[table].south, missing].map(async (id) => {
          const response = await running.ask(`/api/v2/${path}/${id}`, { token: tokens.north });
          return [response.status, (await response.text()).replaceAll(id, 'ID')];
        }),
      );
      expect(answers[0]?.[0]).toBe(404);
      expect(answers[0]).toEqual(answers[1]);
    },
  );

  it('every route is for roles by name, and nothing is told to who has none', async () => {
    const nobody = await running.backend.tokenFor('nobody', []);
    for (const { access, method, path } of routes) {
      if (access === 'public') continue;
      const url = path.replaceAll(/\{\w+\}/g, '1');
      const response = await running.ask(url, { method, token: nobody });
      expect([path, response.status]).toEqual([path, 403]);
    }
  });

  it('tells events of all subsidiaries only to those who may see all', async () => {
    expect((await running.ask('/api/v2/events?after=0', { token: tokens.all })).status).toBe(200);
    expect((await running.ask('/api/v2/events?after=0', { token: tokens.north })).status).toBe(403);
  });
});

describe('by synchronisation', () => {
  it('each gets the rows of their subsidiaries, whole and in pages', async () => {
    for (const whose of ['main', 'north', 'south'] as const) {
      expect(new Set((await pull(tokens[whose])).rows.keys())).toEqual(rowsOf(whose));
    }
    expect(new Set((await pull(tokens.both)).rows.keys())).toEqual(rowsOf('north', 'south'));
    expect(new Set((await pull(tokens.all)).rows.keys())).toEqual(rowsOf('main', 'north', 'south'));
  });

  it('a row that moves goes for those who lose it and comes for those who gain it; what happens to it there is not told', async () => {
    const name = `third-party ${ids.third_parties.north}`;
    const move = (subsidiary: string | null) =>
      sql('update third_parties set subsidiary = $2 where id = $1::uuid', [ids.third_parties.north, subsidiary]);
    const before = {
      main: (await pull(tokens.main)).cursor,
      north: (await pull(tokens.north)).cursor,
      south: (await pull(tokens.south)).cursor,
      both: (await pull(tokens.both)).cursor,
    };
    await move('south');
    const left = await pull(tokens.north, before.north);
    expect([...left.rows]).toEqual([[name, false]]);
    expect([...(await pull(tokens.south, before.south)).rows]).toEqual([[name, true]]);
    expect([...(await pull(tokens.both, before.both)).rows]).toEqual([[name, true]]);
    expect([...(await pull(tokens.main, before.main)).rows]).toEqual([]);
    await sql("update third_parties set name = 'Secret of the south' where id = $1::uuid", [ids.third_parties.north]);
    const later = await pull(tokens.north, left.cursor);
    expect([...later.rows]).toEqual([]);
    await move(null);
    await move('north');
    expect([...(await pull(tokens.north, later.cursor)).rows]).toEqual([[name, true]]);
    expect([...(await pull(tokens.main, before.main)).rows]).toEqual([[name, false]]);
    // One who reads everything anew hears nothing of what was.
    expect(new Set((await pull(tokens.main)).rows.keys())).toEqual(rowsOf('main'));
  });

  it('a cursor is of what its reader may see: with other subsidiaries everything is read anew', async () => {
    const { cursor } = await pull(tokens.north);
    for (const token of [tokens.south, tokens.both, tokens.all]) {
      const response = await running.ask(`/api/v2/sync/pull?schema=3&cursor=${cursor}`, { token });
      expect(response.status).toBe(410);
    }
    const whole = await pull(tokens.all);
    expect(
      (await running.ask(`/api/v2/sync/pull?schema=3&cursor=${whole.cursor}`, { token: tokens.north })).status,
    ).toBe(410);
    const first = await json<PullPage>('/api/v2/sync/pull?schema=3&limit=2', tokens.north);
    expect(
      (await running.ask(`/api/v2/sync/pull?schema=3&cursor=${first.cursor}`, { token: tokens.south })).status,
    ).toBe(410);
  });

  it('an edit of another’s row is answered as one of a row that is not there, and changes nothing', async () => {
    type Party = { id: string; name: string; type: string };
    const theirs = await json<Party>(`/api/v2/third-parties/${ids.third_parties.south}`, tokens.south);
    const ghost = { ...theirs, id: uuidv7() };
    const [onTheirs, onGhost] = await push(
      tokens.north,
      patchOf('third-party', theirs, { name: 'Taken over' }),
      patchOf('third-party', ghost, { name: 'Taken over' }),
    );
    expect(onTheirs).toMatchObject({ result: 'rejected', reason: { code: 'not-found' }, current: null });
    const said = (answer: MutationAnswer | undefined, id: string) =>
      JSON.stringify({ ...answer, mutationId: '' }).replaceAll(id, 'ID');
    expect(said(onTheirs, theirs.id)).toBe(said(onGhost, ghost.id));
    // A row of theirs that names another's names nothing.
    const [naming, namingGhost] = await push(
      tokens.north,
      creation('billing-cycle', cycle({ thirdPartyId: theirs.id })),
      creation('billing-cycle', cycle({ thirdPartyId: ghost.id })),
    );
    expect(naming).toMatchObject({ result: 'rejected', reason: { code: 'reference-missing' } });
    expect(said(naming, theirs.id).replaceAll(naming?.mutationId ?? '', '')).toBe(said(namingGhost, ghost.id));
    expect(await json(`/api/v2/third-parties/${theirs.id}`, tokens.south)).toEqual(theirs);
  });

  it('a new row belongs to its maker’s subsidiary, or to that of the row it names; nobody can say another', async () => {
    const whoseIs = async (id: string) =>
      (await sql<{ subsidiary: string | null }>('select subsidiary from billing_cycles where id = $1::uuid', [id]))[0]
        ?.subsidiary;
    const own = creation('billing-cycle', cycle());
    const first = creation('billing-cycle', cycle());
    const named = creation('billing-cycle', cycle({ thirdPartyId: ids.third_parties.south }));
    const forMain = creation('billing-cycle', cycle());
    const ofAll = creation('billing-cycle', cycle({ thirdPartyId: ids.third_parties.north }));
    const stolen = creation('billing-cycle', cycle({ subsidiary: 'south' }));
    expect((await push(tokens.north, own, stolen)).map(({ result }) => result)).toEqual(['applied', 'rejected']);
    expect((await push(tokens.both, first, named)).map(({ result }) => result)).toEqual(['applied', 'applied']);
    expect((await push(tokens.main, forMain)).map(({ result }) => result)).toEqual(['applied']);
    expect((await push(tokens.all, ofAll)).map(({ result }) => result)).toEqual(['applied']);
    expect(await Promise.all([own, first, named, forMain, ofAll].map(({ id }) => whoseIs(id)))).toEqual([
      ...['north', 'north', 'south', null, 'north'],
    ]);
    for (const { id } of [own, first, named, forMain, ofAll])
      await sql('delete from billing_cycles where id = $1::uuid', [id]);
    // The number of another's edit says nothing of it.
    const [again] = await push(tokens.north, { ...creation('billing-cycle', cycle()), mutationId: forMain.mutationId });
    expect(again).toMatchObject({ result: 'rejected', reason: { code: 'malformed', field: 'mutationId' } });
    expect(JSON.stringify(again)).not.toContain(forMain.id);
    const memory = await sql<{ subject: string }>('select subject from sync_mutations where mutation_id = $1', [
      own.mutationId,
    ]);
    expect(memory).toEqual([{ subject: 'nora' }]);
  });
});

function cycle(more: Record<string, string> = {}) {
  return { label: 'Mars', periodStart: '2026-03-01', periodEnd: '2026-03-31', currency: 'EUR', ...more };
}

describe('over sockets', () => {
  const sockets: Socket[] = [];
  afterAll(() => sockets.forEach((socket) => socket.disconnect()));
  const connect = async (namespace: string, token: string) => {
    const socket = io(running.url + namespace, {
      auth: { token },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    sockets.push(socket);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return socket;
  };

  /** Reads frames until `isEnough`. */
  async function watch(token: string) {
    const table = new FleetTable({ streamId: 0, epochMs: 0 });
    const directory: string[] = [];
    const socket = await connect('/positions', token);
    socket.on('directory', (part: { start: number; vehicleIds: string[] }, taken: () => void) => {
      directory.splice(part.start, part.vehicleIds.length, ...part.vehicleIds);
      taken();
    });
    socket.on('frame', (frame: Uint8Array, taken: () => void) => {
      table.apply(new Uint8Array(frame));
      taken();
    });
    socket.emit('subscribe', {});
    const shown = () =>
      directory
        .filter((_, slot) => ((table.read(slot)?.flags ?? POSITION_FLAGS.hidden) & POSITION_FLAGS.hidden) === 0)
        .sort();
    return { directory, shown, table };
  }

  it('each sees the vehicles of their subsidiaries move, and may only speak for those', async () => {
    const codes = await sql<{ id: string; code: string }>('select id::text as id, code from vehicles order by id');
    const post = async (token: string) => {
      const positions = codes.map(({ code }, index) => ({
        ...{ vehicle: code, longitude: 4.8 + index / 100, latitude: 45.7, observedAtMs: Date.now() },
      }));
      const init = {
        method: 'POST',
        body: JSON.stringify({ positions }),
        headers: { 'content-type': 'application/json' },
      };
      return json<{ accepted: number; refused: Record<string, number> }>('/api/v2/positions', token, init);
    };
    const feed = await running.backend.tokenFor('tracker', ['feed'], { subsidiaries: ['north'] });
    expect(await post(feed)).toMatchObject({ accepted: 1, refused: { 'unknown-vehicle': 2 } });
    expect(await post(running.token)).toMatchObject({ accepted: 3 });
    const [north, main, all] = await Promise.all([watch(tokens.north), watch(tokens.main), watch(tokens.all)]);
    await expect.poll(() => north.shown()).toEqual([ids.vehicles.north]);
    await expect.poll(() => main.shown()).toEqual([ids.vehicles.main]);
    await expect.poll(() => all.shown()).toHaveLength(3);
    expect(north.directory).toEqual([ids.vehicles.north]);

    const track = (token: string) => running.ask(`/api/v2/vehicles/${ids.vehicles.south}/track?minutes=5`, { token });
    expect((await track(tokens.south)).status).toBe(200);
    expect((await track(tokens.north)).status).toBe(404);

    await sql("update vehicles set subsidiary = 'south' where id = $1", [ids.vehicles.north]);
    await expect.poll(() => north.shown()).toEqual([]);
    expect(north.table.read(0)).toMatchObject({ longitude: 0, latitude: 0 });
    await sql("update vehicles set subsidiary = 'north' where id = $1", [ids.vehicles.north]);
    await expect.poll(() => north.shown()).toEqual([ids.vehicles.north]);
  });

  it('who may see part of the rows hears of changes of those alone, and follows no events', async () => {
    const [north, south] = await Promise.all([connect('/sync', tokens.north), connect('/sync', tokens.south)]);
    const heard = { north: 0, south: 0 };
    north.on('changes', () => (heard.north += 1));
    south.on('changes', () => (heard.south += 1));
    await sql("update third_parties set name = 'New name' where id = $1::uuid", [ids.third_parties.south]);
    await expect.poll(() => heard.south).toBeGreaterThan(0);
    await sql("update third_parties set name = 'Newer name' where id = $1::uuid", [ids.third_parties.north]);
    await expect.poll(() => heard.north).toBe(1);
    const ended = new Promise<string>((resolve) => north.once('disconnect', resolve));
    north.emit('follow', () => undefined);
    expect(await ended).toBe('io server disconnect');
  });

  it('a token can be renewed on an open socket by the same person with the same rights; without, the socket ends with it', async () => {
    const roles: Role[] = ['supervisor'];
    const tokenOf = (subject: string, lifetimeMs: number, subsidiaries = ['north']) =>
      running.backend.tokenFor(subject, roles, { lifetimeMs, subsidiaries });
    const [renewed, left] = await Promise.all([
      connect('/sync', await tokenOf('eva', 3_000)),
      connect('/sync', await tokenOf('eva', 3_000)),
    ]);
    const renew = (token: unknown) => renewed.timeout(2_000).emitWithAck('renew', token) as Promise<RenewAnswer>;
    expect(await renew(await tokenOf('adam', 60_000))).toMatchObject({ ok: false, code: 'forbidden' });
    expect(await renew(await tokenOf('eva', 60_000, ['south']))).toMatchObject({ ok: false, code: 'forbidden' });
    expect(await renew('nonsense')).toMatchObject({ ok: false, code: 'unauthorized' });
    expect(await renew(7)).toMatchObject({ ok: false, code: 'unauthorized' });
    expect(await renew(await tokenOf('eva', 60_000))).toEqual({ ok: true });
    await new Promise((resolve) => left.once('disconnect', resolve));
    expect(renewed.connected).toBe(true);
  });
});
