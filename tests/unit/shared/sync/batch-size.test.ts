import { describe, expect, it } from 'vitest';
import { BATCH_SIZES, nextBatchSize, smallerBatchSize } from '../../../../shared/sync/index.ts';
import { fc } from '../../../support/property.ts';

describe('the size of the next batch', () => {
  it('grows while batches are quick, and stays below the largest', () => {
    expect(nextBatchSize(50, 100)).toBe(100);
    expect(nextBatchSize(400, 1)).toBe(BATCH_SIZES.largest);
    expect(nextBatchSize(BATCH_SIZES.largest, 1)).toBe(BATCH_SIZES.largest);
  });

  it('stays where a batch takes about a second', () => {
    expect(nextBatchSize(200, 1_500)).toBe(200);
  });

  it('shrinks where a batch takes long, down to one, from which it grows again', () => {
    expect(nextBatchSize(200, 10_000)).toBe(100);
    expect(nextBatchSize(1, 10_000)).toBe(1);
    expect(smallerBatchSize(3)).toBe(1);
    expect(smallerBatchSize(1)).toBe(BATCH_SIZES.smallest);
    expect(nextBatchSize(BATCH_SIZES.smallest, 1)).toBe(2);
  });

  it('is a whole number within its bounds, whatever happened before', () => {
    const event = fc.oneof(fc.constant('too much'), fc.integer({ min: 0, max: 60_000 }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 50 }), (events) => {
        let size: number = BATCH_SIZES.first;
        for (const one of events) {
          size = typeof one === 'number' ? nextBatchSize(size, one) : smallerBatchSize(size);
          expect(Number.isInteger(size)).toBe(true);
          expect(size).toBeGreaterThanOrEqual(BATCH_SIZES.smallest);
          expect(size).toBeLessThanOrEqual(BATCH_SIZES.largest);
        }
      }),
    );
  });
});
