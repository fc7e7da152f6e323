import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createWriter } from '../../../../../electron/data/store/handles.ts';
import { migrate } from '../../../../../electron/data/store/migrate.ts';
import { migrations } from '../../../../../electron/data/store/migrations/index.ts';

describe('migration 6', () => {
  it('says where the cycles of a cache in use stand, keeps them, and has them read anew at the next contact', () => {
    const database = new Database(':memory:');
    const writer = createWriter(database, () => undefined);
    migrate(database, writer, migrations.slice(0, 5));
    database.exec(`
      UPDATE sync_state SET server_identity = 'https://a', epoch = 'e', cursor = 'c', is_complete = 1;
      INSERT INTO billing_cycles (id, version, label, label_key, label_words, period_start, period_end, state, currency, created_at_ms)
        VALUES ('a', 1, 'A', 'a', ' a', '2026-03-01', '2026-03-31', 1, 'EUR', 0), ('b', 1, 'B', 'b', ' b', '2026-02-01', '2026-02-28', 6, 'EUR', 0)`);
    migrate(database, writer, migrations.slice(0, 6));
    expect(
      database
        .prepare(
          'SELECT id, price_by, transmission, is_credited, contributors, last_step_by FROM billing_cycles ORDER BY id',
        )
        .all(),
    ).toEqual([
      { id: 'a', price_by: 'amount', transmission: null, is_credited: 0, contributors: '[]', last_step_by: null },
      {
        id: 'b',
        price_by: 'amount',
        transmission: 'deposited',
        is_credited: 0,
        contributors: '[]',
        last_step_by: null,
      },
    ]);
    expect(database.prepare('SELECT epoch, cursor FROM sync_state').all()).toEqual([{ epoch: '', cursor: 'c' }]);
  });
});
