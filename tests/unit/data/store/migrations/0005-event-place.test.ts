import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createEventPlaceWrites, readEventPlace } from '../../../../../electron/data/store/event-place.ts';
import { createWriter } from '../../../../../electron/data/store/handles.ts';
import { migrate } from '../../../../../electron/data/store/migrate.ts';
import { migrations } from '../../../../../electron/data/store/migrations/index.ts';

it('migration 5 makes room for one place in the log of one server', () => {
  const database = new Database(':memory:');
  const writer = createWriter(database, () => undefined);
  migrate(database, writer, migrations);
  const write = createEventPlaceWrites(writer);
  expect(readEventPlace(writer, 'https://a')).toBeUndefined();
  write('https://a', { epoch: 'e', position: 7 });
  write('https://a', { epoch: 'e', position: 8 });
  expect(readEventPlace(writer, 'https://a')).toEqual({ epoch: 'e', position: 8 });
  write('https://b', { epoch: 'f', position: 1 });
  expect(readEventPlace(writer, 'https://a')).toBeUndefined();
});
