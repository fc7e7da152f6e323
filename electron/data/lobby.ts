import { type ErrorCode, type Health, type VigieContract, vigieContract } from '../../shared/contract/index.ts';
import { createRpcServer, type Handlers, RpcError } from '../../shared/rpc/index.ts';
import { createFleet } from './fleet/fleet.ts';
import { createErrorMapper } from './handlers/errors.ts';
import { createGroundHandlers } from './handlers/ground.ts';
import { createHealthHandlers } from './handlers/health.ts';
import { createPositionHandlers } from './handlers/positions.ts';
import { createSessionHandlers } from './handlers/session.ts';
import { createWallHandlers } from './handlers/walls.ts';
import { NO_NEWS } from './inbox-watch.ts';
import { NEVER_SYNCED, type Workspace, type Workstation } from './workspace.ts';

const SIGNED_OUT = { code: 'signed-out' as ErrorCode, message: 'Nobody is signed in on this workstation.' };
const NOTHING_UNSENT = {
  ...{ notSent: 0, conflicts: 0, rejected: 0, others: 0, oldestMadeAtMs: null },
  ...{ isSending: false, savedAtMs: null, fault: null },
};

/**
 * What windows are served from while nobody is signed in: the session, and what is the workstation's (walls, displays, the ground). All
 * else is answered with `signed-out`. There is no cache, so there is nothing in it, and positions are silent.
 */
export function openLobby(serverUrl: string, station: Workstation): Workspace {
  const { clock, random, session, walls, ground, log } = station;
  const sinceMs = clock.nowMs();
  const fault = { ...SIGNED_OUT, sinceMs };
  const fleet = createFleet({ clock, random, onMalformed: () => undefined });
  fleet.lost(SIGNED_OUT);
  const health = (): Health => ({
    host: { version: station.version, startedAtMs: station.startedAtMs },
    server: { url: serverUrl, state: 'refused', sinceMs, fault },
    sync: { ...NEVER_SYNCED, fault },
    outbox: NOTHING_UNSENT,
    positions: fleet.health(),
    feed: null,
    cache: { state: 'ok', fault: null, setAside: null, salvaged: 0 },
    recording: { state: 'off', sinceMs, bytes: 0, fault: null },
  });
  const signedOut = () => {
    throw new RpcError(SIGNED_OUT.code, SIGNED_OUT.message);
  };
  const refusing = (names: object) => Object.fromEntries(Object.keys(names).map((name) => [name, signedOut]));
  const handlers = {
    methods: {
      ...refusing(vigieContract.methods),
      ...createHealthHandlers(health),
      ...createSessionHandlers(session),
      ...createWallHandlers(walls),
      ...createGroundHandlers(ground),
    },
    streams: { ...refusing(vigieContract.streams), ...createPositionHandlers(fleet) },
  } as Handlers<VigieContract>;
  const rpc = createRpcServer(vigieContract, handlers, {
    mapError: createErrorMapper(log),
    validateResults: station.validateResults,
  });
  return {
    rpc,
    health,
    onUnsent(listener) {
      listener({ notSent: 0, needsPerson: 0 });
      return () => undefined;
    },
    onInbox(listener) {
      listener(NO_NEWS);
      return () => undefined;
    },
    wake: () => undefined,
    rebuild: () => undefined,
    sendNow: () => undefined,
    keepUnsent: () => undefined,
    close() {
      fleet.dispose();
      return Promise.resolve();
    },
  };
}
