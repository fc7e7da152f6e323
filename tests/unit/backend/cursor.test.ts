import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../../backend/sync/cursor.ts';
import { fc } from '../../support/property.ts';

const epoch = '6de9348d-75db-4260-a38d-1c9ece098adc';

describe('a cursor', () => {
  it('comes back as it went, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (uuid, xid, seq, remaining) => {
          const cursor = { epoch: uuid, xid: xid.toString(), seq: seq.toString(), remaining };
          const text = encodeCursor(cursor);
          expect(text).toMatch(/^[\w-]{50}$/);
          expect(decodeCursor(text)).toEqual(cursor);
        },
      ),
    );
  });

  it('carries no more left than it has room for', () => {
    expect(decodeCursor(encodeCursor({ epoch, xid: '1', seq: '1', remaining: 1e12 }))?.remaining).toBe(2 ** 32 - 1);
  });

  it.each([
    ['nothing', ''],
    ['a shorter text', encodeCursor({ epoch, xid: '1', seq: '1', remaining: 0 }).slice(0, -1)],
    ['a longer text', `${encodeCursor({ epoch, xid: '1', seq: '1', remaining: 0 })}A`],
    ['another version', `Ag${encodeCursor({ epoch, xid: '1', seq: '1', remaining: 0 }).slice(2)}`],
    ['letters that base64url does not have', `+/${encodeCursor({ epoch, xid: '1', seq: '1', remaining: 0 }).slice(2)}`],
    ['a negative sequence', Buffer.concat([Buffer.from([1]), Buffer.alloc(36, 0xff)]).toString('base64url')],
  ])('is not made of %s', (_, text) => {
    expect(decodeCursor(text)).toBeUndefined();
  });

  it('never throws on text of whatever kind', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void decodeCursor(text)));
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 37, maxLength: 37 }),
        (bytes) => void decodeCursor(Buffer.from(bytes).toString('base64url')),
      ),
    );
  });
});
