import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { createKeeper, type Keeper } from '../../../../electron/data/store/keeper-thread.ts';
import { saveFromOldCache } from '../../../../electron/data/store/salvage.ts';
import { readOutboxOf } from '../../../../electron/data/store/salvage-read.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { canMount, smallDisks } from '../../../support/small-disk.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { fleetChanges, missionRow, range, thirdPartyRow, upsert, uuid } from '../../../support/vigie-server/rows.ts';
import { leafPages, scribble } from './damage-file.ts';
import { add, applied, complete, conflict, create, mutationId, patch, queue, send, SERVER } from './edits.ts';

const newDisk = smallDisks();
const newFolder = temporaryFolders();
const newStore = testStores();
const keepers: Keeper[] = [];
afterEach(async () => {
  for (const keeper of keepers.splice(0)) await keeper.close();
});

const edit = (n: number) =>
  patch(n, 'mission', String(n), {
    amountCents: [missionRow(n).amountCents, n + 7],
    customerName: [missionRow(n).customerName, 'x'.repeat(400)],
  });
const open = (folder: string, options: Parameters<typeof newStore>[1] = {}) =>
  newStore(folder, { serverIdentity: SERVER, ...options }).store;

/** A folder with a closed cache of 3,000 missions and the edits 1 to `edits`, the first of which are made at its beginning. */
async function folderWith(edits: number, folder = newFolder()): Promise<{ folder: string; file: string }> {
  const store = open(folder);
  await applyAll(store, fleetChanges(200));
  await complete(store);
  await add(store, ...range(edits).map((n) => edit(n + 1)));
  await applyAll(store, fleetChanges(3_000).slice(82));
  await store.close();
  return { folder, file: path.join(folder, 'cache.sqlite') };
}

const states = (store: Store) => queue(store);
const all = (count: number, state: string) => range(count).map((n) => `${n + 1} ${state}`);

describe('a cache that is set aside', () => {
  it('hands its outbox on: what was made here is shown at once, edits when their rows have come', async () => {
    const { folder, file } = await folderWith(5);
    const first = open(folder);
    const id = uuid('made here');
    await add(first, create(6, 'third-party', id, { name: 'Ici', type: 'customer' }));
    await send(first, conflict(2, ['amountCents']));
    await first.write(({ outbox }) => outbox.discard([mutationId(3)], 1));
    await first.close();
    // Rows are damaged, the outbox is not.
    const leaves = leafPages(file, 'missions');
    scribble(file, leaves[Math.floor(leaves.length / 2)] ?? 0);
    const { store, log } = newStore(folder, { serverIdentity: SERVER });
    expect(() => store.read(({ missions }) => range(3_000).map((n) => missions.get(String(n + 1))))).toThrow('damaged');
    expect(states(store)).toEqual(['1 sent', '2 conflict', '3 cancelling', '4 sent', '5 sent', '6 sent']);
    expect(store.health()).toMatchObject({ state: 'ok', salvaged: 6 });
    expect(log.text()).toContain('unsent edits were taken over');
    expect(store.read(({ thirdParties }) => thirdParties.get(id))).toMatchObject({ name: 'Ici', unsent: 'queued' });
    await applyAll(store, fleetChanges(5));
    expect(store.read(({ missions }) => [missions.get('1'), missions.get('2'), missions.get('3')])).toMatchObject([
      { amountCents: 8, unsent: 'queued' },
      { amountCents: missionRow(2).amountCents, unsent: 'conflict' },
      { amountCents: missionRow(3).amountCents },
    ]);
    expect(existsSync(path.join(folder, 'outbox-salvage.json'))).toBe(false);
    await store.close();
    expect(states(open(folder))).toHaveLength(6);
  });

  it('that a later version wrote hands on what parses; the rest is kept as unreadable', async () => {
    const { folder, file } = await folderWith(3);
    const database = new Database(file);
    database.exec(`
      ALTER TABLE outbox ADD COLUMN priority INTEGER;
      UPDATE outbox SET state = 'being-thought-about' WHERE mutation_id = '${mutationId(2)}';
      UPDATE outbox SET payload = json_set(payload, '$.op', 'split') WHERE mutation_id = '${mutationId(3)}';`);
    database.pragma('user_version = 999');
    database.close();
    const store = open(folder);
    expect(states(store)).toEqual(['1 queued', '2 unreadable', '3 unreadable']);
    expect(store.health().salvaged).toBe(3);
    const unread = store.read(({ outbox }) => outbox.get(mutationId(3)));
    expect(unread).toMatchObject({ op: 'unknown', entity: 'mission', id: '3', fields: [] });
    expect(unread?.raw).toContain('"split"');
    // What was only of an unknown state can be sent again by hand; what cannot be read cannot.
    const retried = await store.write(({ outbox }) => [2, 3].map((n) => outbox.requeue(mutationId(n))));
    expect(retried).toEqual([true, false]);
    expect(states(store)).toEqual(['1 queued', '2 queued', '3 unreadable']);
  });

  it('whose later version has another outbox altogether hands on the rows as texts', async () => {
    const { folder, file } = await folderWith(0);
    const database = new Database(file);
    database.exec(
      "DROP TABLE outbox; CREATE TABLE outbox (what TEXT, why BLOB); INSERT INTO outbox VALUES ('an edit', x'00ff')",
    );
    database.pragma('user_version = 999');
    database.close();
    const store = open(folder);
    expect(store.read(({ outbox }) => outbox.page({ filter: {}, offset: 0, limit: 9 }).rows)).toMatchObject([
      { op: 'unknown', entity: null, id: null, title: '' },
    ]);
    await store.close();
    expect(new Database(file).prepare('SELECT payload FROM outbox').pluck().get()).toContain('an edit');
  });

  it('of before there was an outbox hands on nothing', async () => {
    const { folder, file } = await folderWith(0);
    const database = new Database(file);
    database.exec('DROP TABLE outbox; DROP TABLE server_rows');
    database.pragma('user_version = 999');
    database.close();
    const { salvaged, setAside } = open(folder).health();
    expect(salvaged).toBe(0);
    expect(setAside).toContain('newer');
  });
});

describe('an outbox that is damaged itself', () => {
  it('is read from the front, from the back, and between damaged pages', async () => {
    const { file } = await folderWith(150);
    const leaves = leafPages(file, 'outbox');
    expect(leaves.length).toBeGreaterThan(8);
    for (const index of [2, 6]) scribble(file, leaves[index] ?? 0);
    const { entries, isComplete } = readOutboxOf(file);
    expect(isComplete).toBe(false);
    const numbers = entries.map((entry) => Number.parseInt(entry.mutation_id.slice(-12), 16));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    const perPage = Math.ceil(150 / leaves.length) + 2;
    expect(numbers.length).toBeGreaterThanOrEqual(150 - 2 * perPage);
    expect(numbers.length).toBeLessThan(150);
    expect(numbers).toContain(1);
    expect(numbers).toContain(150);
    // Between the two damaged pages, where neither walk comes.
    expect(numbers).toContain(Math.round((150 / leaves.length) * 4.5));
  });

  it('gives the rest from the backup, for a person to say whether to send it', async () => {
    const folder = newFolder();
    const keeper = createKeeper();
    const store = open(folder, { keeper });
    await applyAll(store, fleetChanges(200));
    await complete(store);
    await add(store, ...range(150).map((n) => edit(n + 1)));
    // Closing saves what is not saved.
    await store.close();
    const file = path.join(folder, 'cache.sqlite');
    const leaves = leafPages(file, 'outbox');
    scribble(file, leaves[3] ?? 0);
    const again = open(folder);
    const found = states(again);
    const recovered = found.filter((state) => state.endsWith('recovered'));
    expect(found).toHaveLength(150);
    expect(recovered.length).toBeGreaterThan(0);
    expect(found.filter((state) => state.endsWith('queued'))).toHaveLength(150 - recovered.length);
    expect(again.health()).toMatchObject({ state: 'ok', salvaged: 150 });
    expect(again.read(({ outbox }) => outbox.counts())).toMatchObject({ notSent: 150, others: recovered.length });
    // Not sent by itself, and under its own id when it is.
    const [one = ''] = recovered;
    const id = mutationId(Number.parseInt(one, 10));
    const sent = () =>
      again.read(({ outbox }) => outbox.sendable(SERVER, 500, 9_999_999)).map((mutation) => mutation.mutationId);
    expect(sent()).not.toContain(id);
    await again.write(({ outbox }) => outbox.requeue(id));
    expect(sent()).toContain(id);
  });

  it('never sends a payload that is not as it was written', async () => {
    const { folder, file } = await folderWith(2);
    const database = new Database(file);
    // An amount that parses, and is another.
    database.exec(
      `UPDATE outbox SET payload = replace(payload, '"to":8', '"to":9') WHERE mutation_id = '${mutationId(1)}'`,
    );
    database.close();
    const store = open(folder);
    expect(states(store)).toEqual(['1 unreadable', '2 queued']);
    expect(store.read(({ missions }) => missions.get('1'))).toMatchObject({
      amountCents: missionRow(1).amountCents,
      unsent: 'rejected',
    });
    expect(store.read(({ outbox }) => outbox.sendable(SERVER, 9, 9_999)).map((one) => one.mutationId)).toEqual([
      mutationId(2),
    ]);
  });

  it.each([
    ['holds something else', (file: string) => writeFileSync(file, 'this is no database, '.repeat(1_000))],
    ['has a damaged head', (file: string) => scribble(file, 0)],
    ['is cut off', (file: string) => truncateSync(file, 8192)],
    ['is gone', (file: string) => rmSync(file)],
  ])('in a file that %s comes from the backup alone', async (_, damage) => {
    const folder = newFolder();
    const store = open(folder, { keeper: createKeeper() });
    await applyAll(store, fleetChanges(20));
    await complete(store);
    await add(store, edit(1), edit(2), edit(3), edit(4));
    await send(store, conflict(2, ['amountCents']), applied(4));
    await store.write(({ outbox }) => outbox.discard([mutationId(3)], 1));
    await store.close();
    damage(path.join(folder, 'cache.sqlite'));
    const again = open(folder);
    // A person's word on what was discarded, and the server's on the conflict, stand.
    expect(states(again)).toEqual(['1 recovered', '2 conflict', '3 cancelling']);
    expect(again.health()).toMatchObject({ state: 'ok', salvaged: 3 });
    await applyAll(again, [upsert('mission', missionRow(1))]);
    expect(again.read(({ missions }) => missions.get('1'))).toMatchObject({
      amountCents: missionRow(1).amountCents,
      unsent: 'rejected',
    });
  });
});

describe('a process that is killed while it saves an outbox', () => {
  it('finds it again, whether it was killed before the old cache was moved, after, or before the end', async () => {
    for (const moment of ['before', 'after', 'end'] as const) {
      const { folder, file } = await folderWith(2);
      if (moment !== 'end') saveFromOldCache(folder, 'corrupt');
      if (moment === 'after') renameSync(file, `${file}.aside`);
      if (moment === 'end') {
        saveFromOldCache(folder, 'corrupt');
        const salvage = readFileSync(path.join(folder, 'outbox-salvage.json'));
        await open(folder).close();
        writeFileSync(path.join(folder, 'outbox-salvage.json'), salvage);
      }
      const store = open(folder);
      expect(states(store)).toEqual(all(2, 'queued'));
      expect(readdirSync(folder).filter((name) => name.startsWith('outbox-salvage'))).toEqual([]);
      await store.close();
    }
  });

  it('keeps a file that somebody else has changed, and goes on', async () => {
    const { folder } = await folderWith(1);
    writeFileSync(path.join(folder, 'outbox-salvage.json'), '{"entries": 7');
    const store = open(folder);
    expect(states(store)).toEqual(['1 queued']);
    expect(readFileSync(path.join(folder, 'outbox-salvage.json.unreadable'), 'utf8')).toBe('{"entries": 7');
  });
});

describe.runIf(canMount)('a disk without room for it', () => {
  it('keeps the damaged cache in its place until there is some', async () => {
    const { folder: source } = await folderWith(40);
    const { folder } = newDisk(6);
    const file = path.join(folder, 'cache.sqlite');
    writeFileSync(file, readFileSync(path.join(source, 'cache.sqlite')));
    const leaves = leafPages(file, 'missions');
    scribble(file, leaves[Math.floor(leaves.length / 2)] ?? 0);
    const ballast = path.join(folder, 'ballast');
    const clock = createManualClock();
    const store = open(folder, { clock });
    const { size } = statSync(file);
    try {
      writeFileSync(ballast, Buffer.alloc(9_000_000));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
    expect(() => store.read(({ missions }) => range(3_000).map((n) => missions.get(String(n + 1))))).toThrow();
    expect(store.health().state).toBe('full');
    expect(statSync(file).size).toBe(size);
    rmSync(ballast);
    // The cache is opened as it is; the damage is met again, and now there is room.
    clock.advance(5_000);
    expect(states(store)).toEqual(all(40, 'queued'));
    expect(() => store.read(({ missions }) => range(3_000).map((n) => missions.get(String(n + 1))))).toThrow('damaged');
    expect(store.health()).toMatchObject({ state: 'ok', salvaged: 40 });
    expect(states(store)).toEqual(all(40, 'queued'));
  });
});

describe('a cache that was replaced', () => {
  it('does not take in twice what was settled since', async () => {
    const { folder, file } = await folderWith(2);
    writeFileSync(file, 'no database'.repeat(1_000));
    const store = open(folder, { keeper: createKeeper() });
    expect(states(store)).toEqual([]);
    await applyAll(store, [upsert('third-party', thirdPartyRow(1))]);
    await store.close();
    expect(states(open(folder))).toEqual([]);
  });
});
