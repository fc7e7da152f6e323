import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { patchOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher } from '../../../support/mutation-pusher.ts';
import { fc } from '../../../support/property.ts';

let database: Database;
let pusher: MutationPusher;
beforeAll(async () => {
  database = await migratedDatabase();
  pusher = createPusher(database);
  await insertRows(database, { vehicles: 1, missions: 1 });
});
afterAll(() => database.close());

describe('an amount and a distance', () => {
  const cents = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });
  const metres = fc.integer({ min: 0, max: 99_999_999 });

  it('are kept to the cent and the metre, in the existing system’s units', async () => {
    await fc.assert(
      fc.asyncProperty(cents, metres, async (amountCents, distanceMetres) => {
        const before = await pusher.row('mission', '1');
        expect(await pusher.outcome(patchOf('mission', before, { amountCents, distanceMetres }))).toBe('applied');
        expect(await pusher.row('mission', '1')).toMatchObject({ amountCents, distanceMetres });
        const [row] = await database.query<{ amount: string; distance_km: string }>(
          'select amount, distance_km from missions',
        );
        expect(row).toEqual({ amount: decimal(amountCents, 2), distance_km: decimal(distanceMetres, 3) });
      }),
      {
        numRuns: 60,
        examples: [
          [-1, 1],
          [999_999_999_999, 99_999_999],
          [-999_999_999_999, 0],
          [1015, 4350],
        ],
      },
    );
  });
});

/** The integer with its point moved by its digits alone. */
function decimal(value: number, digits: number): string {
  const text = String(Math.abs(value)).padStart(digits + 1, '0');
  return `${value < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
