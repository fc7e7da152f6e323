import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StorageError } from '../../../backend/database/database.ts';
import { utcFromText } from '../../../backend/database/value-types.ts';
import { problemOf } from '../../../backend/http/error-to-problem.ts';
import { isLoopbackAddress, isLoopbackHost } from '../../../backend/http/loopback.ts';
import { ProblemError, readAs } from '../../../backend/http/problem.ts';
import { silentLog } from '../../support/silent-log.ts';

describe('the machine itself', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', 'localhost'])('%s is', (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });
  it.each(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', '127.0.0.1.example', '', undefined, 'localhost.example'])(
    '%s is not',
    (address) => {
      expect(isLoopbackAddress(address)).toBe(false);
    },
  );
  it.each(['localhost', 'LOCALHOST:80', '127.0.0.1:4680', '[::1]', '[::1]:80'])('%s names it', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });
  it.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1@evil.example',
    'localhost:80:80',
    '::1',
    '[::1',
    'localhost:x',
  ])('%s does not', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});

describe('an error', () => {
  const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });
  it.each([
    [new StorageError('The disk is full: free some.'), 503, 'The disk is full: free some.'],
    [coded('57P01'), 503, 'the database cannot be reached'],
    [coded('08006'), 503, 'the database cannot be reached'],
    [coded('53300'), 503, 'the database cannot be reached'],
    [coded('ECONNREFUSED'), 503, 'the database cannot be reached'],
    [coded('40P01'), 503, 'other programs are changing the same rows; nothing was done'],
    [coded('55P03'), 503, 'other programs are changing the same rows; nothing was done'],
    [new Error('Connection terminated unexpectedly'), 503, 'the database cannot be reached'],
    [
      new Error('Client has encountered a connection error and is not queryable'),
      503,
      'the database cannot be reached',
    ],
    [new Error('timeout exceeded when trying to connect'), 503, 'the database cannot be reached'],
    [coded('42P01', 'relation "secret" does not exist'), 500, 'an unexpected error; the log of the service says more'],
    ['text', 500, 'an unexpected error; the log of the service says more'],
    [coded('FST_ERR_CTP_INVALID_CONTENT_LENGTH'), 400, 'the body is not as long as Content-Length says'],
  ])('%s becomes a problem', (error, status, detail) => {
    const { problem, headers } = problemOf(error, silentLog);
    expect(problem).toMatchObject({ status, detail });
    expect(problem.remedy).toMatch(/\w/);
    expect('retry-after' in headers).toBe(status === 503);
  });

  it('that is a problem stays one', () => {
    const error = new ProblemError('conflict', { detail: 'x' });
    expect(problemOf(error, silentLog)).toBe(error);
  });
});

describe('reading by a schema', () => {
  const schema = z.strictObject({ a: z.number(), list: z.array(z.strictObject({ b: z.string() })) });
  it.each([
    [{ a: 'x', list: [] }, 'a'],
    [{ a: 1, list: [{ b: 'ok' }, { b: 3 }] }, 'list.1.b'],
    [{ a: 1, list: [{ b: 'ok', c: 1 }] }, 'list.0.c'],
    [{ a: 1, list: [], more: 1 }, 'more'],
    [7, 'body'],
    [undefined, 'body'],
  ])('%j names %s', (value, field) => {
    expect(() => readAs(schema, value, 'body')).toThrow(ProblemError);
    try {
      readAs(schema, value, 'body');
    } catch (error) {
      expect(error instanceof ProblemError && error.problem.field).toBe(field);
    }
  });
});

describe('times of the database', () => {
  it.each([
    ['2026-03-01 06:30:00+00', '2026-03-01T06:30:00.000Z'],
    ['2026-03-01 06:30:00.123456+00', '2026-03-01T06:30:00.123Z'],
    ['2026-03-01 01:30:00-05', '2026-03-01T06:30:00.000Z'],
    ['2026-03-01 12:00:00+05:30', '2026-03-01T06:30:00.000Z'],
    ['infinity', 'infinity'],
    ['-infinity', '-infinity'],
    ['0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00+00 BC'],
    ['12026-03-01 06:30:00+00', '12026-03-01 06:30:00+00'],
  ])('%s is %s', (text, expected) => {
    expect(utcFromText(text)).toBe(expected);
  });
});
