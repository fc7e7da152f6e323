import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDatabaseUrl } from '../../../../backend/settings/database-settings.ts';
import { readSettings, SettingsError, wholeNumberSetting } from '../../../../backend/settings/read-settings.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const shape = {
  SECRET: z.string().min(4, { error: 'is too short: give 4 characters or more' }),
  MOST: wholeNumberSetting(1, 9).optional(),
};

describe('settings', () => {
  it('come from the environment, or from a file that it names', () => {
    expect(readSettings(shape, { SECRET: 'abcd', MOST: '7' })).toEqual({ SECRET: 'abcd', MOST: 7 });
    const file = path.join(newFolder(), 'secret');
    writeFileSync(file, 'from a file\n');
    expect(readSettings(shape, { SECRET_FILE: file })).toEqual({ SECRET: 'from a file', MOST: undefined });
    expect(readSettings(shape, { SECRET: '', SECRET_FILE: file, MOST: '' }).SECRET).toBe('from a file');
  });

  it.each([
    [{}, 'SECRET is not set.'],
    [{ SECRET: 'abc' }, 'SECRET is too short: give 4 characters or more.'],
    [{ SECRET: 'abcd', MOST: '10' }, 'MOST must be a whole number from 1 to 9.'],
    [{ SECRET: 'abcd', MOST: '1e0' }, 'MOST must be a whole number from 1 to 9.'],
    [{ SECRET: 'abcd', SECRET_FILE: '/x' }, 'SECRET and SECRET_FILE are both set: leave one of them out.'],
    [{ SECRET_FILE: '/nowhere/secret' }, /^SECRET_FILE cannot be read \(ENOENT.*or set SECRET\.$/],
    [{ MOST: 'x' }, 'SECRET is not set. MOST must be a whole number from 1 to 9.'],
  ])('%j are refused by name, without a value', (environment, message) => {
    expect(() => readSettings(shape, environment)).toThrow(SettingsError);
    expect(() => readSettings(shape, environment)).toThrow(message);
  });

  it('say what a database address has to be, and never repeat its password', () => {
    expect(readDatabaseUrl({})).toBeUndefined();
    expect(readDatabaseUrl({ DATABASE_URL: 'postgresql://me@db/fleet' })).toBe('postgresql://me@db/fleet');
    expect(() => readDatabaseUrl({ DATABASE_URL: 'secret word' })).toThrow(
      'DATABASE_URL is not a URL: write it as postgres://user:password@host:5432/database.',
    );
    expect(() => readDatabaseUrl({ DATABASE_URL: 'mysql://a:secret@b/c' })).toThrow(
      'DATABASE_URL starts with mysql: but must start with postgres://.',
    );
  });
});
