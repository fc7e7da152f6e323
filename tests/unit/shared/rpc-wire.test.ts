import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../../shared/rpc/wire.ts';
import { fc } from '../../support/property.ts';

describe('wire', () => {
  it('carries JSON as text', () => {
    const message = { type: 'response', id: 3, value: { name: 'Élan "Sud"\n', count: null } };
    const encoded = encodeMessage(message);
    expect(typeof encoded).toBe('string');
    expect(decodeMessage(encoded as string)).toEqual(message);
  });

  it('carries the bytes of an item as they are, 8-byte aligned', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(2 ** 32 - 1), fc.nat(2 ** 32 - 1), (value, id, sequence) => {
        const encoded = encodeMessage({ type: 'item', id, sequence, value });
        if (typeof encoded === 'string') throw new Error('bytes became text');
        const decoded = decodeMessage(encoded.buffer) as { value: Uint8Array };
        expect(decoded).toEqual({ type: 'item', id, sequence, value });
        expect(decoded.value.byteOffset % 8).toBe(0);
      }),
    );
  });

  it.each([
    ['no header', new Uint8Array(4)],
    ['another magic', new Uint8Array(32)],
  ])('throws on %s', (_name, bytes) => {
    expect(() => decodeMessage(bytes.buffer)).toThrow(RangeError);
  });

  it('throws on a length that does not agree, and on text that is not JSON', () => {
    const encoded = encodeMessage({
      type: 'item',
      id: 1,
      sequence: 1,
      value: new Uint8Array(8),
    }) as Uint8Array<ArrayBuffer>;
    expect(() => decodeMessage(encoded.buffer.slice(0, 20))).toThrow(/announces 8 bytes and carries 4/);
    expect(() => decodeMessage('{')).toThrow(SyntaxError);
  });
});
