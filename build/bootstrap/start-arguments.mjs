import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ClearError } from './clear-error.mjs';

/**
 * What `npm start` was asked for. Paths are absolute; what is absent was not given.
 * @typedef {object} StartOptions
 * @property {boolean} help
 * @property {boolean} headless open nothing, print the address
 * @property {boolean} signIn people sign in, in place of the token of the embedded server
 * @property {string} dataFolder
 * @property {number} port of the page for browsers, 0 for any free one
 * @property {string} [feed] file or http(s) URL
 * @property {number} [speed] times real time
 * @property {number} [vehicles] number of simulated vehicles
 * @property {number} [seed] of the simulator's chance
 * @property {boolean} loop
 * @property {string} [serverUrl] a real server in place of the embedded one
 */

export const HELP = `npm start -- [options]

  --sign-in         sign in with one of the demonstration accounts, in place of opening all at once
  --headless        open nothing; print "ready URL" once vehicles move
  --feed FILE|URL   show a recorded or live feed in place of the simulator:
                    FILE.csv or FILE.csv.gz (unix_time,vehicle,lat,lon[,occupied]) or GTFS-realtime (.pb, http URL)
  --speed N         play a recording N times as fast
  --loop            start a recording again at its end
  --vehicles N      number of simulated vehicles, 1 to 1000000 (500)
  --seed N          seed of the simulation: the same seed, the same fleet
  --server URL      use the Vigie server at URL; people sign in there, or VIGIE_SERVER_TOKEN in the environment opens it
  --data DIR        keep all data in DIR (.vigie in the checkout)
  --port N          port of the page for browsers (a free one)
  --help            print this`;

/** @type {Record<string, { type: 'boolean' | 'string', short?: string }>} */
const known = {
  help: { type: 'boolean', short: 'h' },
  headless: { type: 'boolean' },
  'sign-in': { type: 'boolean' },
  loop: { type: 'boolean' },
  feed: { type: 'string' },
  speed: { type: 'string' },
  vehicles: { type: 'string' },
  seed: { type: 'string' },
  server: { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
};

/**
 * @param {string[]} args
 * @param {{ root: string, env: NodeJS.ProcessEnv, cwd: string }} place root: the checkout; relative paths start at the
 *   folder where npm was called (INIT_CWD), else at cwd
 * @returns {StartOptions}
 * @throws {ClearError} for an unknown option or a value that cannot be used
 */
export function readStartArguments(args, { root, env, cwd }) {
  refuseWhatNpmKept(args, env);
  const { values, tokens } = parseArgs({ args, options: known, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') {
      throw new ClearError(`"${token.value}" is no option: npm start -- --help lists them all.`);
    }
    if (token.kind !== 'option') continue;
    const option = known[token.name];
    if (option === undefined) {
      throw new ClearError(`There is no option ${token.rawName}: npm start -- --help lists them all.`);
    }
    if (option.type === 'string' && (token.value === undefined || token.value === '')) {
      throw new ClearError(`${token.rawName} needs a value: npm start -- --help shows which.`);
    }
    if (option.type === 'boolean' && token.value !== undefined) {
      throw new ClearError(`${token.rawName} takes no value: write it alone.`);
    }
  }
  const given = /** @type {Record<string, string | boolean | undefined>} */ (values);
  const base = env['INIT_CWD'] ?? cwd;
  const text = (/** @type {string} */ name) => (typeof given[name] === 'string' ? given[name] : undefined);
  const options = {
    help: given['help'] === true,
    headless: given['headless'] === true,
    signIn: given['sign-in'] === true,
    loop: given['loop'] === true,
    dataFolder: path.resolve(base, text('data') ?? path.join(root, '.vigie')),
    port: number('port', text('port'), { least: 0, most: 65_535, whole: true }) ?? 0,
    ...present('feed', readFeed(text('feed'), base)),
    ...present('speed', number('speed', text('speed'), { least: 0.01, most: 10_000 })),
    ...present('vehicles', number('vehicles', text('vehicles'), { least: 1, most: 1_000_000, whole: true })),
    ...present('seed', number('seed', text('seed'), { least: 0, most: 2 ** 32 - 1, whole: true })),
    ...present('serverUrl', readServer(text('server'))),
  };
  if (!options.help) refuseContradictions(options);
  return options;
}

/**
 * `npm start --headless`, with no "--" before it, gives the option to npm, which puts it in the environment.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function refuseWhatNpmKept(args, env) {
  if (env['npm_lifecycle_event'] !== 'start') return;
  const kept = Object.keys(known).find((name) => name !== 'help' && env[`npm_config_${name}`] !== undefined);
  if (kept !== undefined && !args.includes(`--${kept}`)) {
    throw new ClearError(
      `npm kept --${kept} for itself: write -- before the options of Vigie, as in npm start -- --${kept}`,
    );
  }
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @param {{ least: number, most: number, whole?: boolean }} limits
 */
function number(name, value, { least, most, whole = false }) {
  if (value === undefined) return undefined;
  const result = Number(value);
  if (value.trim() === '' || !(result >= least && result <= most) || (whole && !Number.isInteger(result))) {
    throw new ClearError(
      `--${name} must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not "${value}".`,
    );
  }
  return result;
}

/**
 * @param {string | undefined} value
 * @param {string} base
 */
function readFeed(value, base) {
  if (value === undefined || /^https?:\/\//.test(value)) return value;
  const file = path.resolve(base, value);
  if (!existsSync(file)) throw new ClearError(`--feed: there is no file ${file}.`);
  if (!statSync(file).isFile()) throw new ClearError(`--feed: ${file} is no file.`);
  return file;
}

/**
 * @param {string | undefined} value
 */
function readServer(value) {
  if (value === undefined) return undefined;
  let url;
  try {
    url = new URL(value);
  } catch {
    throw new ClearError(`--server must be an address such as https://office.example.org, not "${value}".`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ClearError(`--server must start with https:// or http://, not "${url.protocol}//".`);
  }
  return url.href.replace(/\/$/, '');
}

/** @param {Partial<StartOptions>} options */
function refuseContradictions({ serverUrl, signIn, feed, speed, vehicles, seed, loop }) {
  if (serverUrl !== undefined && signIn === true) {
    throw new ClearError(
      '--sign-in is for the embedded server: leave it out; people sign in at --server by themselves.',
    );
  }
  const ours = { feed, speed, vehicles, seed, loop: loop === true ? true : undefined };
  const first = Object.entries(ours).find(([, value]) => value !== undefined)?.[0];
  if (serverUrl !== undefined && first !== undefined) {
    throw new ClearError(`--${first} is for the embedded server: leave it out, or leave out --server.`);
  }
  const simulated = vehicles !== undefined ? 'vehicles' : seed !== undefined ? 'seed' : undefined;
  if (feed !== undefined && simulated !== undefined) {
    throw new ClearError(`--${simulated} is for the simulator: leave it out, or leave out --feed.`);
  }
  if (loop === true && feed === undefined) {
    throw new ClearError('--loop plays a recording again: name it with --feed, or leave out --loop.');
  }
  if (speed !== undefined && feed === undefined) {
    throw new ClearError('--speed plays a recording faster: name it with --feed, or leave out --speed.');
  }
}

/**
 * @template {string} Name
 * @template Value
 * @param {Name} name
 * @param {Value | undefined} value
 * @returns {{ [key in Name]?: Value }}
 */
function present(name, value) {
  return value === undefined ? {} : /** @type {{ [key in Name]?: Value }} */ ({ [name]: value });
}
