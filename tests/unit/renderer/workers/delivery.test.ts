import { describe, expect, it } from 'vitest';
import { createDelivery } from '../../../../renderer/workers/delivery.ts';

function setUp() {
  let bytes = Uint8Array.of(1, 2, 3, 4);
  const sent: ArrayBuffer[] = [];
  const delivery = createDelivery(
    () => bytes,
    (copy) => sent.push(copy),
  );
  const contents = () => sent.map((copy) => [...new Uint8Array(copy, 0, bytes.length)]);
  return { delivery, sent, contents, become: (...next: number[]) => (bytes = Uint8Array.from(next)) };
}

describe('delivery', () => {
  it('sends copies in at most three buffers, then waits for one to come back', async () => {
    const { delivery, sent, contents, become } = setUp();
    await delivery.deliver();
    become(5, 6, 7, 8);
    await delivery.deliver();
    await delivery.deliver();
    become(9, 9, 9, 9);
    let delivered = false;
    const fourth = delivery.deliver().then(() => (delivered = true));
    await Promise.resolve();
    expect(sent).toHaveLength(3);
    expect(delivered).toBe(false);
    become(10, 10, 10, 10);
    const [first] = sent;
    if (first === undefined) throw new Error('nothing was sent');
    delivery.giveBack(first);
    await fourth;
    // What is newest when there is room, not what was new when it was asked for.
    expect(contents()[3]).toEqual([10, 10, 10, 10]);
    expect(sent[3]).toBe(first);
  });

  it('uses a buffer again as long as it is large enough', async () => {
    const { delivery, sent, become } = setUp();
    await delivery.deliver();
    const [first] = sent;
    if (first === undefined) throw new Error('nothing was sent');
    delivery.giveBack(first);
    become(...Array.from({ length: 100 }, (_, index) => index));
    await delivery.deliver();
    expect(sent[1]).not.toBe(first);
    expect(sent[1]?.byteLength).toBeGreaterThanOrEqual(100);
  });
});
