import { renewEpoch } from '../../sync/epoch.ts';
import { defineCommand, defineGroup } from '../command.ts';
import { dataOption, withDatabase } from '../with-database.ts';

const renew = defineCommand({
  name: 'renew',
  summary: 'make every client read everything anew, after files were restored',
  declare: (command) => dataOption(command).option('--dry-run', 'only say what would be done'),
  run: (run) =>
    withDatabase(run, async (database) => {
      if (run.options.dryRun === true) {
        const [now] = await database.query<{ epoch: string; renewedAt: string }>(
          'select epoch, renewed_at as "renewedAt" from sync_meta',
        );
        return run.output.result({ dryRun: true, ...now }, [`would begin a new epoch instead of ${now?.epoch}`]);
      }
      const epoch = await database.transaction(renewEpoch);
      run.output.result({ epoch }, [`New epoch ${epoch}. Restart the service: its clients then read everything anew.`]);
    }),
});

export const epochCommands = defineGroup('epoch', 'the identity of the history of changes', [renew]);
