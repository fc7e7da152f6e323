import { describe, expect, it } from 'vitest';
import { createRecentLog } from '../../../electron/data/recent-log.ts';
import { RemoteError } from '../../../electron/data/remote/remote-error.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createTestLog } from '../../support/test-log.ts';

function setUp() {
  const inner = createTestLog();
  const log = createRecentLog(inner, createManualClock());
  return { inner, log };
}

describe('the recent log', () => {
  it('gives every entry on, and keeps all but the finest', () => {
    const { inner, log } = setUp();
    log.debug({ a: 1 }, 'fine');
    log.info('bare');
    log.info({ count: 2 }, 'with details');
    log.warn({ code: 'server-slow' }, 'a warning');
    log.error({}, 'an error');
    expect(inner.entries.map(({ message }) => message)).toEqual([
      'fine',
      'bare',
      'with details',
      'a warning',
      'an error',
    ]);
    expect(log.lines()).toEqual([
      '2026-01-01T00:00:00.000Z info bare',
      '2026-01-01T00:00:00.000Z info with details count=2',
      '2026-01-01T00:00:00.000Z warn a warning code="server-slow"',
      '2026-01-01T00:00:00.000Z error an error',
    ]);
  });

  it('keeps no text that may be out of a row', () => {
    const { log } = setUp();
    const quoting = (() => {
      try {
        return JSON.parse('{"name": Dupont Frères}') as unknown;
      } catch (error) {
        return error;
      }
    })();
    log.error({ err: quoting, row: { name: 'Dupont Frères' }, name: 'Dupont Frères' }, 'it failed');
    expect(log.lines().join()).not.toContain('Dupont');
    expect(log.lines().join()).toMatch(/SyntaxError, at .*recent-log\.test/);
  });

  it('keeps the words of errors that are our own', () => {
    const { log } = setUp();
    log.error({ err: new RemoteError('server-slow', 'too slow: wait') }, 'it failed');
    expect(log.lines()[0]).toContain('(RemoteError server-slow: too slow: wait');
  });

  it('forgets the oldest', () => {
    const { log } = setUp();
    for (let n = 1; n <= 300; n++) log.info({ n }, 'again');
    expect(log.lines()).toHaveLength(200);
    expect(log.lines()[0]).toContain('n=101');
  });
});
