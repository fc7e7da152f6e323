import { describe, expect, it } from 'vitest';
import { readPageRequest, type Sender } from '../../../electron/shell/pages/page-requests.ts';

const trusted: Sender = { url: 'app://vigie/console.html', isMainFrame: true, isOwnWindow: true };
const connect = { type: 'vigie:connect' };
const alive = { type: 'vigie:alive' };

describe('readPageRequest', () => {
  it.each([connect, alive])('accepts what a page of ours asks: %j', (request) => {
    expect(readPageRequest(trusted, request)).toEqual({ ok: true, request });
  });

  it.each<[string, Partial<Sender>]>([
    ['another origin', { url: 'https://vigie/console.html' }],
    ['an address that starts like ours', { url: 'app://vigie.example/console.html' }],
    ['a frame inside a page', { isMainFrame: false }],
    ['a window that is not ours', { isOwnWindow: false }],
    ['a frame that is gone', { url: null }],
  ])('refuses %s, whatever it asks', (_case, change) => {
    for (const message of [connect, alive, undefined]) {
      const answer = readPageRequest({ ...trusted, ...change }, message);
      expect(answer).toMatchObject({ ok: false, error: { code: 'untrusted-sender' } });
    }
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'vigie:connect'],
    ['another life', { ...alive, wall: '1' }],
    ['another type', { type: 'vigie:execute' }],
    ['more than is asked', { type: 'vigie:connect', command: 'rm' }],
    ['a type that is an object', { type: { toString: 'vigie:connect' } }],
  ])('answers %s with a typed error', (_case, message) => {
    const answer = readPageRequest(trusted, message);
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    expect(answer.ok ? '' : answer.error.message).not.toBe('');
  });
});
