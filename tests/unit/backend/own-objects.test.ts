import { expect, it } from 'vitest';
import { migrationFiles } from '../../../backend/database/migrations/migration-files.ts';
import { objectsMadeBy } from '../../../backend/database/migrations/own-objects.ts';

it('reads from a script what it makes, and nothing of what functions say', () => {
  const sql = `
    -- create table commented (id int);
    create table if not exists one (id int, constraint c check (id > 0));
    create unique index concurrently if not exists one_id on one (id);
    create sequence counted; create or replace function f() returns trigger language plpgsql as $$ begin create table inner_one (x int); end $$;
    alter table missions add column first_one uuid, add column second_one text;
    alter table missions add constraint both check (true) not valid;
    create constraint trigger late after insert on missions for each row execute function f();
    create policy seen on missions using (true);
    -- makes: trigger composed on vehicles
    -- makes: column given on vehicles
    -- makes: policy shown on vehicles
    -- makes: function asked
    create trigger plain after insert or update of driver on missions for each row execute function f()`;
  const named = objectsMadeBy(sql).map((one) => `${one.kind} ${'table' in one ? `${one.table}.` : ''}${one.name}`);
  expect(named.toSorted()).toEqual([
    'column missions.first_one',
    'column missions.second_one',
    'column vehicles.given',
    'constraint missions.both',
    'function asked',
    'function f',
    'index one_id',
    'policy missions.seen',
    'policy vehicles.shown',
    'sequence counted',
    'table one',
    'trigger missions.late',
    'trigger missions.plain',
    'trigger vehicles.composed',
  ]);
});

it('knows what the migrations add to the tables of the existing system', async () => {
  const objects = (await migrationFiles()).flatMap(({ creates }) => creates);
  const added = objects.filter((one) => one.kind === 'column' && one.table === 'missions').map(({ name }) => name);
  expect(added).toEqual(expect.arrayContaining(['third_party_id', 'billing_cycle']));
  expect(objects).toContainEqual({ kind: 'trigger', table: 'missions', name: 'vigie_capture_update' });
  expect(objects).toContainEqual({ kind: 'table', name: 'sync_mutations' });
});
