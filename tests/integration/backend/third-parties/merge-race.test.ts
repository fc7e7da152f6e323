import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { migrate } from '../../../../backend/database/migrate.ts';
import { openPostgres } from '../../../../backend/database/postgres-database.ts';
import type { Mission, ThirdParty } from '../../../../shared/domain/index.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { actionOn, creation, patchOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher, outcomeOf } from '../../../support/mutation-pusher.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../../support/postgres.ts';
import { silentLog } from '../../../support/silent-log.ts';

const binaries = findPostgres();

describe.skipIf(binaries === undefined)('a merge beside other edits, on a real PostgreSQL server', () => {
  let server: PostgresServer | undefined;
  let database: Database;
  let pusher: MutationPusher;
  beforeAll(async () => {
    server = await startPostgres(binaries ?? '');
    database = await openPostgres(await server.url('merge'), silentLog);
    await migrate(database, 'up', silentLog);
    pusher = createPusher(database);
    await insertRows(database, { vehicles: 1, missions: 40 });
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  const party = async (name: string) => (await pusher.made(creation('third-party', { name, type: 'customer' }))).id;
  const rowOf = async (id: string) => (await pusher.row('third-party', id)) as ThirdParty;
  const mission = async (id: number) => (await pusher.row('mission', String(id))) as Mission;
  /** As a desktop does: what got no answer, since others were in the way, is sent again. */
  async function insist(mutation: Parameters<MutationPusher['one']>[0]): Promise<string> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const [answer] = await pusher.push(mutation);
      if (answer !== undefined) return outcomeOf(answer);
    }
    return 'no answer';
  }

  it('leaves nothing that names the one that goes, however the two meet', async () => {
    for (let round = 0; round < 8; round++) {
      const [loser, survivor] = [await party(`Dupont ${round}`), await party(`DUPONT ${round}`)];
      const merge = actionOn('third-party', await rowOf(loser), 'merge', { into: survivor });
      const assignments = await Promise.all(
        Array.from({ length: 10 }, async (_, index) =>
          patchOf('mission', await mission(index + 1), { thirdPartyId: loser }),
        ),
      );
      const before = assignments.slice(0, 3);
      for (const assignment of before) expect(await insist(assignment)).toBe('applied');
      const [merged, ...others] = await Promise.all([insist(merge), ...assignments.slice(3).map(insist)]);
      expect(merged).toBe('applied');
      // Each came before the merge, and was moved, or after it, and was refused.
      expect(others.filter((outcome) => outcome !== 'applied' && outcome !== 'rejected: archived')).toEqual([]);
      const left = await database.query('select id from missions where third_party_id = $1::uuid', [loser]);
      expect(left).toEqual([]);
      const count = others.filter((outcome) => outcome === 'applied').length + before.length;
      const moved = await database.query('select from missions where third_party_id = $1::uuid', [survivor]);
      expect(moved).toHaveLength(count);
      expect((await rowOf(loser)).lastMerge?.moved.missions).toBe(count);
      expect(await insist(actionOn('third-party', await rowOf(loser), 'unmerge'))).toBe('applied');
      await database.query('update missions set third_party_id = null');
    }
  });

  it('of two into each other, one is done and the other refused', async () => {
    for (let round = 0; round < 8; round++) {
      const [one, other] = [await party(`A ${round}`), await party(`B ${round}`)];
      const outcomes = await Promise.all([
        insist(actionOn('third-party', await rowOf(one), 'merge', { into: other })),
        insist(actionOn('third-party', await rowOf(other), 'merge', { into: one })),
      ]);
      expect(outcomes.toSorted()).toEqual(['applied', 'rejected: archived']);
    }
  });
});
