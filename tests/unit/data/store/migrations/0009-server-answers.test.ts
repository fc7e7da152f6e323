import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createWriter } from '../../../../../electron/data/store/handles.ts';
import { migrate } from '../../../../../electron/data/store/migrate.ts';
import { migrations } from '../../../../../electron/data/store/migrations/index.ts';
import {
  createServerAnswerReads,
  createServerAnswerWrites,
  MOST_ANSWER_BYTES,
  MOST_ONE_ANSWER_BYTES,
} from '../../../../../electron/data/store/server-answers.ts';

describe('the answers of the server', () => {
  it('are kept with their time, the newest as many as there is room for', () => {
    const database = new Database(':memory:');
    const writer = createWriter(database, () => undefined);
    migrate(database, writer, migrations);
    const answers = { ...createServerAnswerReads(writer), ...createServerAnswerWrites(writer) };
    answers.keep('/a', { answer: { total: 1 }, atMs: 1 });
    answers.keep('/a', { answer: { total: 2 }, atMs: 2 });
    expect(answers.get('/a')).toEqual({ answer: { total: 2 }, atMs: 2 });
    expect(answers.get('/b')).toBeUndefined();
    const large = 'x'.repeat(MOST_ONE_ANSWER_BYTES - 2);
    for (let count = 0; count < MOST_ANSWER_BYTES / MOST_ONE_ANSWER_BYTES; count += 1)
      answers.keep(`/large/${count}`, { answer: large, atMs: 10 + count });
    // The oldest had to go; and one that is too large takes nothing's place, not even that of what it is newer than.
    expect(answers.get('/a')).toBeUndefined();
    expect(answers.get('/large/0')?.atMs).toBe(10);
    answers.keep('/large/0', { answer: `${large}xx`, atMs: 100 });
    expect(answers.get('/large/0')).toBeUndefined();
    expect(answers.get('/large/1')?.atMs).toBe(11);
  });
});
