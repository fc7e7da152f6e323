import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Answer, checkAnswer, readJson } from '../../../../electron/data/remote/answer.ts';
import { connectionFailure } from '../../../../electron/data/remote/failure-sentences.ts';
import { RemoteError, ResyncError, TooLargeError } from '../../../../electron/data/remote/remote-error.ts';

const url = 'https://vigie.example.com';
const nowMs = Date.UTC(2026, 0, 1);
const schema = z.object({ epoch: z.string(), changes: z.array(z.object({ id: z.string() })) });

function read(answer: Partial<Answer>): unknown {
  const whole = {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    retryAfter: undefined,
    date: undefined,
    location: undefined,
    body: '{}',
  };
  try {
    return checkAnswer(schema, readJson({ ...whole, ...answer }, url, nowMs), url);
  } catch (error) {
    return error;
  }
}
const problem = (type: string, status: number, detail?: string): Partial<Answer> => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: `/problems/${type}`, title: type, status, detail }),
});

describe('an answer of the server', () => {
  it('is given when it is as agreed', () => {
    expect(read({ body: '{"epoch":"e","changes":[{"id":"1"}]}' })).toEqual({ epoch: 'e', changes: [{ id: '1' }] });
  });

  it.each([
    ['HTML, as of a captive portal', { contentType: 'text/html', body: '<html>' }, 'server-not-vigie', 'text/html'],
    ['of no type', { contentType: '', body: '' }, 'server-not-vigie', 'no type'],
    [
      'a redirection',
      { status: 302, location: 'https://portal.example' },
      'server-not-vigie',
      'https://portal.example',
    ],
    ['cut off', { body: '{"epoch":"e","chan' }, 'server-malformed', 'not JSON'],
    ['of another shape', { body: '{"epoch":"e","changes":[{"id":"1"},{"id":2}]}' }, 'server-malformed', 'changes.1.id'],
    ['no JSON object', { body: 'null' }, 'server-malformed', ''],
    [
      'a page that another program lacks',
      { status: 404, contentType: 'text/html', body: 'not here' },
      'server-not-vigie',
      '404',
    ],
    ['a question that Vigie does not know', problem('not-found', 404), 'server-incompatible', 'not-found'],
    ['another version', problem('incompatible', 426, 'client too old'), 'server-incompatible', 'client too old'],
    ['a refused token', problem('unauthorized', 401), 'unauthorized', 'VIGIE_SERVER_TOKEN'],
    ['a refused right', problem('forbidden', 403, 'another tenant'), 'forbidden', 'another tenant'],
    ['a proxy that wants a sign-in', { status: 407, contentType: 'text/html' }, 'server-unreachable', 'proxy'],
    ['a failure', problem('internal', 500, 'the database is down'), 'server-failed', 'the database is down'],
    ['a gateway without a server', { status: 502, contentType: 'text/html', body: '<html>' }, 'server-failed', '502'],
    [
      'a broken problem document',
      { status: 500, contentType: 'application/json', body: '{"type":' },
      'server-failed',
      '500',
    ],
  ])('%s is told as what it is', (_, answer, code, words) => {
    const error = read(answer);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({ code });
    expect((error as RemoteError).message).toContain(words);
    expect((error as RemoteError).message).toContain(url);
  });

  it('may ask for a rest', () => {
    expect(read({ ...problem('too-many-requests', 429), retryAfter: '7' })).toMatchObject({
      code: 'server-slow',
      retryAfterMs: 7_000,
    });
    expect(read({ ...problem('unavailable', 503), retryAfter: '60' })).toMatchObject({
      code: 'server-failed',
      retryAfterMs: 60_000,
    });
    expect(read(problem('unavailable', 503))).toMatchObject({ code: 'server-failed', retryAfterMs: undefined });
  });

  it('may ask for a rest until a time of day, by its own clock: this one may be years off', () => {
    const until = { ...problem('unavailable', 503), retryAfter: 'Thu, 05 Mar 2099 10:00:30 GMT' };
    expect(read({ ...until, date: 'Thu, 05 Mar 2099 10:00:00 GMT' })).toMatchObject({ retryAfterMs: 30_000 });
    const soon = { ...problem('unavailable', 503), retryAfter: new Date(nowMs + 9_000).toUTCString() };
    expect(read({ ...soon, date: 'no date' })).toMatchObject({ retryAfterMs: 9_000 });
  });

  it.each([
    ['the server', problem('too-large', 413, 'at most 2000000 bytes')],
    ['a gateway before it', { status: 413, contentType: 'text/html', body: '<html>Request Entity Too Large</html>' }],
  ])('%s may say that too much was sent', (_, answer) => {
    expect(read(answer)).toBeInstanceOf(TooLargeError);
  });

  it('may ask to read everything anew', () => {
    expect(read(problem('resync', 409))).toBeInstanceOf(ResyncError);
    expect(read(problem('resync', 410))).toBeInstanceOf(ResyncError);
  });
});

describe('a connection that fails', () => {
  it.each([
    ['ECONNREFUSED', 'server-unreachable', 'Nothing answers'],
    ['ENOTFOUND', 'server-unreachable', 'cannot be found'],
    ['EAI_AGAIN', 'server-unreachable', 'cannot be found'],
    ['ECONNRESET', 'server-unreachable', 'ECONNRESET'],
    ['EHOSTUNREACH', 'server-unreachable', 'EHOSTUNREACH'],
    ['ECONNABORTED', 'server-slow', 'in time'],
    ['ETIMEDOUT', 'server-slow', 'in time'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'server-unreachable', 'certificate'],
    ['CERT_HAS_EXPIRED', 'server-unreachable', 'certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'server-unreachable', 'certificate'],
    ['HPE_INVALID_CONSTANT', 'server-not-vigie', 'HTTP'],
    ['EPROTO', 'server-not-vigie', 'HTTP'],
    [undefined, 'server-unreachable', 'as it says'],
  ])('with %s is %s', (code, meaning, words) => {
    const error = connectionFailure({ code, message: 'as it says' }, url);
    expect(error.code).toBe(meaning);
    expect(error.message).toContain(words);
    expect(error.message).toContain(url);
  });

  it('may have been there, and broken', () => {
    const isCut = (code: string) => connectionFailure({ code, message: '' }, url).isCut;
    expect(['ECONNRESET', 'EPIPE'].map(isCut)).toEqual([true, true]);
    expect(['ECONNREFUSED', 'EHOSTUNREACH', 'ETIMEDOUT', 'ENOTFOUND'].map(isCut)).toEqual([false, false, false, false]);
  });
});
