import type { Clock, Fix } from '../../shared/domain/index.ts';
import { MAX_POSITIONS_PER_POST, type PostPositionsResult, postPositionsResult } from '../../shared/api/index.ts';
import type { Database } from '../database/database.ts';
import type { FeedHost } from '../feeds/feed.ts';
import type { Log } from '../log.ts';
import { writeMissions } from '../services/mission-writer.ts';
import { VehicleService } from '../services/vehicle-service.ts';

const ANSWER_WITHIN_MS = 10_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

export interface RemoteHostOptions {
  /** Of the service that gets the positions. */
  server: URL;
  token: string;
  /** Of the existing system: vehicles and missions are written there, as its own programs do. */
  database: Database;
  clock: Clock;
  log: Log;
}

export interface RemoteTotals {
  posts: number;
  failures: number;
  accepted: number;
  suspect: number;
  refused: Record<string, number>;
}

/** A host for a feed that runs beside the service: positions go to it over the network, the rest into the operator's database. */
export interface RemoteHost {
  readonly host: FeedHost;
  readonly totals: RemoteTotals;
  /** Ends sending. */
  stop(): Promise<void>;
}

/**
 * One request at a time; what comes meanwhile waits, of each vehicle the newest fix only: a slow line costs detail and never memory. What fails is
 * sent again with what is newer by then.
 */
export function createRemoteHost({ server, token, database, clock, log }: RemoteHostOptions): RemoteHost {
  const totals: RemoteTotals = { posts: 0, failures: 0, accepted: 0, suspect: 0, refused: {} };
  const vehicles = new VehicleService(database);
  const waiting = new Map<string, Fix>();
  const stopping = new AbortController();
  let sending: Promise<void> | undefined;

  const send = async () => {
    for (let pauseMs = FIRST_PAUSE_MS; waiting.size > 0 && !stopping.signal.aborted; ) {
      const positions = [...waiting.values()].slice(0, MAX_POSITIONS_PER_POST);
      for (const { vehicle } of positions) waiting.delete(vehicle);
      try {
        count(totals, await post(server, token, positions, stopping.signal));
        pauseMs = FIRST_PAUSE_MS;
      } catch (error) {
        if (stopping.signal.aborted) return;
        totals.failures += 1;
        log.warn({ err: error }, 'positions could not be sent; they are sent again');
        for (const fix of positions) if (!waiting.has(fix.vehicle)) waiting.set(fix.vehicle, fix);
        await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  };

  return {
    totals,
    host: {
      clock,
      registerVehicles: (given) => vehicles.register(given),
      ingest(fixes) {
        // The objects are the feed's own.
        for (const fix of fixes) waiting.set(fix.vehicle, { ...fix });
        sending ??= send().finally(() => {
          sending = undefined;
        });
      },
      countRefused: (reason, more) => {
        totals.refused[reason] = (totals.refused[reason] ?? 0) + more;
      },
      writeMissions: (missions) => writeMissions(database, missions),
      report: () => undefined,
      log: (message, details) => log.info({ ...details }, message),
    },
    async stop() {
      stopping.abort();
      await sending;
    },
  };
}

async function post(
  server: URL,
  token: string,
  positions: readonly Fix[],
  stopped: AbortSignal,
): Promise<PostPositionsResult> {
  const response = await fetch(new URL('/api/v2/positions', server), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ positions }),
    signal: AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  return postPositionsResult.parse(await response.json());
}

function count(totals: RemoteTotals, result: PostPositionsResult): void {
  totals.posts += 1;
  totals.accepted += result.accepted;
  totals.suspect += result.suspect;
  for (const [reason, more] of Object.entries(result.refused))
    totals.refused[reason] = (totals.refused[reason] ?? 0) + more;
}
