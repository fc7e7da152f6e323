import { renewEpoch } from '../../sync/epoch.ts';
import { defineCommand, defineGroup } from '../command.ts';
import { dataOption, withDatabase } from '../with-database.ts';

const renew = defineCommand({
  name: 'renew',
  summary: 'make every client read everything anew, after files were restored',
  declare: dataOption,
  run: (run) =>
    withDatabase(run, async (database) => {
      const epoch = await database.transaction(renewEpoch);
      run.output.result({ epoch }, [`New epoch ${epoch}. Restart the service: its clients then read everything anew.`]);
    }),
});

export const epochCommands = defineGroup('epoch', 'the identity of the history of changes', [renew]);
