import { systemClock } from '../../clock.ts';
import { createSimulatorFeed } from '../../simulator/simulator-feed.ts';
import { createRemoteHost } from '../../simulator/remote-host.ts';
import { readServerToken } from '../../settings/server-settings.ts';
import { defineCommand } from '../command.ts';
import { UsageError } from '../exit-code.ts';
import { whole } from '../option-values.ts';
import { dataOption, withDatabase } from '../with-database.ts';

export const simulateCommand = defineCommand({
  name: 'simulate',
  summary: 'let a fleet that does not exist drive on a service that does',
  description: `Plays an existing system with its fleet: writes vehicles and missions into the database of DATABASE_URL in plain SQL, and posts positions to a
running service with the token in VIGIE_SERVER_TOKEN, which needs the role feed. For trials and load, never on a database in use: its
vehicles and missions stay there. Ends by itself after --seconds, or by SIGINT.`,
  declare: (command) =>
    dataOption(command)
      .requiredOption('--server <url>', 'the service, as https://vigie.example.com', serverUrl)
      .option('--vehicles <number>', 'how many', whole('--vehicles', 1, 1_000_000), 500)
      .option('--seed <number>', 'what fleet and movements follow from', whole('--seed', 0, 2 ** 32 - 1), 1)
      .option('--seconds <number>', 'for how long', whole('--seconds', 1, 31_536_000))
      .option('--dry-run', 'only check the settings, and that the database can be opened'),
  run: (run) =>
    withDatabase(run, async (database, log) => {
      const { options, output, progress } = run;
      const token = readServerToken(run.environment);
      const { server, vehicles, seed } = options;
      if (options.dryRun === true) {
        return output.result({ dryRun: true, server: server.href, vehicles }, [
          `would move ${vehicles} vehicles at ${server.href}`,
        ]);
      }
      const signal = run.signal();
      const remote = createRemoteHost({ server, token, database, clock: systemClock, log });
      const feed = createSimulatorFeed({ vehicles, seed, dataFolder: options.data });
      progress.begin('positions');
      const telling = setInterval(() => progress.at(remote.totals.accepted), 500);
      try {
        await feed.start(remote.host);
        await ended(signal, options.seconds);
      } finally {
        clearInterval(telling);
        await feed.stop();
        await remote.stop();
        progress.end();
      }
      const { accepted, suspect, refused, posts, failures } = remote.totals;
      output.result(remote.totals, [
        `${accepted} positions taken (${suspect} suspect) in ${posts} requests; ${failures} requests failed`,
        ...Object.entries(refused).map(([reason, count]) => `refused ${count}: ${reason}`),
      ]);
    }),
});

function serverUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError(
    `--server ${JSON.stringify(text)} is not an address: give one such as https://vigie.example.com.`,
  );
}

function ended(signal: AbortSignal, seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (seconds !== undefined) setTimeout(resolve, seconds * 1000);
  });
}
