import { MOST_HISTORY_MINUTES } from '../../services/track-history.ts';
import { defineCommand } from '../command.ts';
import { positive, whole } from '../option-values.ts';
import { NO_FEED, serve } from '../serve.ts';
import { dataOption } from '../with-database.ts';

const DEFAULT_PORT = 4680;
const MOST_SEED = 2 ** 32 - 1;
const MOST_VEHICLES = 1_000_000;

export const serveCommand = defineCommand({
  name: 'serve',
  summary: 'answer requests until stopped',
  description: `Brings the database up to date and answers requests until it is stopped: by SIGTERM, SIGINT, or the end of the pipe on its
standard input. Prints one JSON object a line: progress, ready (with url and token), moving, failed. Its log goes to standard
error. A database that holds data of its own gets no simulated positions unless --feed simulator asks for them.`,
  declare: (command) =>
    dataOption(command)
      .option('--port <number>', 'port to listen on; 0 takes any free one', whole('--port', 0, 65_535), DEFAULT_PORT)
      .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
      .option(
        '--feed <source>',
        'where positions come from: a .csv or .csv.gz file, a GTFS-realtime .pb file or URL, or "simulator" (default: the broker of MQTT_URL, if it is set)',
      )
      .option('--no-feed', 'none: positions come through POST /api/v2/positions')
      .option('--speed <factor>', 'how much faster than real time a recorded file plays', positive('--speed'))
      .option('--loop', 'a recorded file starts again at its end')
      .option('--vehicles <number>', 'vehicles of the simulator (default: 500)', whole('--vehicles', 1, MOST_VEHICLES))
      .option('--seed <number>', 'what the simulator and the demonstration follow from', whole('--seed', 0, MOST_SEED))
      .option(
        '--tombstone-days <number>',
        'how long deletions are remembered (default: 180): a desktop that has not heard of one by then reads everything anew, and keeps what it has not sent',
        whole('--tombstone-days', 1, 36_500),
      )
      .option(
        '--event-days <number>',
        'how long events are remembered (default: 7): who has not heard of one by then reads rows instead',
        whole('--event-days', 1, 36_500),
      )
      .option(
        '--history-minutes <number>',
        "how much of each vehicle's way is kept in memory (default: 60, 0 keeps none): 2 kB a vehicle",
        whole('--history-minutes', 0, MOST_HISTORY_MINUTES),
      ),
  async run({ options, environment }) {
    const { feed, ...rest } = options;
    await serve({ ...rest, feed: feed === false ? NO_FEED : feed }, environment);
  },
});
