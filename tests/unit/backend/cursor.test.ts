import { describe, expect, it } from 'vitest';
import { type Cursor, decodeCursor, encodeCursor, LAST_SEQ } from '../../../backend/sync/cursor.ts';
import { fc } from '../../support/property.ts';

const epoch = '6de9348d-75db-4260-a38d-1c9ece098adc';
const changes = { kind: 'changes', epoch, xid: '1', seq: '1', remaining: 0 } as const;
const snapshot = { kind: 'snapshot', epoch, upTo: '1', entity: 'mission', after: '5', remaining: 0 } as const;

const xids = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const remaining = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const bigints = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const anyCursor: fc.Arbitrary<Cursor> = fc.oneof(
  fc.record({
    kind: fc.constant('changes' as const),
    epoch: fc.uuid(),
    xid: xids,
    seq: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
    remaining,
  }),
  fc.record({
    kind: fc.constant('snapshot' as const),
    epoch: fc.uuid(),
    upTo: xids,
    entity: fc.constantFrom('vehicle' as const, 'mission' as const),
    after: fc.option(bigints),
    remaining,
  }),
  fc.record({
    kind: fc.constant('snapshot' as const),
    epoch: fc.uuid(),
    upTo: xids,
    entity: fc.constantFrom('third-party' as const, 'billing-cycle' as const),
    after: fc.option(fc.uuid()),
    remaining,
  }),
);

describe('a cursor', () => {
  it('comes back as it went, whatever it says', () => {
    fc.assert(
      fc.property(anyCursor, (cursor) => {
        const text = encodeCursor(cursor);
        expect(text).toMatch(cursor.kind === 'changes' ? /^[\w-]{50}$/ : /^[\w-]{62}$/);
        expect(decodeCursor(text)).toEqual(cursor);
      }),
    );
  });

  it('is still understood where a desktop has kept it from before there were snapshots', () => {
    const text = 'AW3pNI1120Jgo40cns4JitwAAAAAAAASZwAAAAAAAAAqAAAABw';
    expect(decodeCursor(text)).toEqual({ kind: 'changes', epoch, xid: '4711', seq: '42', remaining: 7 });
  });

  it('carries no more left than it has room for', () => {
    expect(decodeCursor(encodeCursor({ ...changes, remaining: 1e12 }))?.remaining).toBe(2 ** 32 - 1);
  });

  it('can stand after all changes of a transaction', () => {
    expect(decodeCursor(encodeCursor({ ...changes, seq: LAST_SEQ }))).toMatchObject({ seq: LAST_SEQ });
  });

  it.each([
    ['nothing', ''],
    ['a shorter text', encodeCursor(changes).slice(0, -1)],
    ['a longer text', `${encodeCursor(changes)}A`],
    ['another version', `Aw${encodeCursor(changes).slice(2)}`],
    ['changes of the length of a snapshot', `AQ${encodeCursor(snapshot).slice(2)}`],
    ['a snapshot of the length of changes', `Ag${encodeCursor(changes).slice(2)}`],
    ['letters that base64url does not have', `+/${encodeCursor(changes).slice(2)}`],
    ['a negative sequence', Buffer.concat([Buffer.from([1]), Buffer.alloc(36, 0xff)]).toString('base64url')],
    ['an unknown table', Buffer.concat([Buffer.from([2]), Buffer.alloc(45, 0x7f)]).toString('base64url')],
  ])('is not made of %s', (_, text) => {
    expect(decodeCursor(text)).toBeUndefined();
  });

  it('never throws on text of whatever kind', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void decodeCursor(text)));
    for (const length of [37, 46]) {
      fc.assert(
        fc.property(
          fc.uint8Array({ minLength: length, maxLength: length }),
          (bytes) => void decodeCursor(Buffer.from(bytes).toString('base64url')),
        ),
      );
    }
  });
});
