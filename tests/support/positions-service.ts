import { expect } from 'vitest';
import type { PortLike } from '../../renderer/workers/port-channel.ts';
import { createPositionsService } from '../../renderer/workers/positions-service.ts';
import type { FromPositionsWorker } from '../../renderer/workers/protocol.ts';
import type { SocketLike } from '../../renderer/workers/socket-channel.ts';
import { type FleetNumbers, vigieContract } from '../../shared/contract/index.ts';
import {
  type Channel,
  createListeners,
  createMemoryChannelPair,
  createRpcServer,
  RpcError,
} from '../../shared/rpc/index.ts';
import { FleetTable, PartFrames } from '../../shared/api/index.ts';
import { EPOCH_MS, recordOf, tableOf } from './fleet-records.ts';
import { createManualClock } from './manual-clock.ts';

/** Lets promises settle: messages cross memory channels in microtasks. */
export const settle = async () => {
  for (let turn = 0; turn < 40; turn++) await Promise.resolve();
};

/** A data host with one fleet, whose answers a test may spoil. */
function createHost(clock: ReturnType<typeof createManualClock>) {
  const table = tableOf([recordOf(), recordOf({ longitude: 3 })]);
  const ready = createListeners<void>();
  const opened: unknown[] = [];
  const matchesReady = createListeners<void>();
  const countsReady = createListeners<void>();
  const replayReady = createListeners<void>();
  const host = {
    table,
    opened,
    /** What is replayed: a vehicle that is elsewhere than it is now. */
    recorded: recordedTable(),
    /** With what replays were opened and steered. */
    replayed: [] as unknown[],
    steered: [] as unknown[],
    replayTo(atMs: number) {
      host.recorded.publish(atMs);
      replayReady.emit();
    },
    /** Live streams get frames of the recording, and the other way round. */
    wrongSource: false,
    /** Filters that were asked for, and what answers them. */
    asked: [] as unknown[],
    matches: undefined as undefined | Uint8Array<ArrayBuffer>,
    answerMatches: () => matchesReady.emit(),
    /** What counts were asked for, and the answer. */
    counted: [] as unknown[],
    numbers: undefined as undefined | FleetNumbers,
    answerNumbers: () => countsReady.emit(),
    spoil: undefined as undefined | ((frame: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>),
    refuse: undefined as undefined | string,
    publish() {
      table.publish(EPOCH_MS + clock.monotonicMs());
      ready.emit();
    },
    serve(channel: Channel) {
      const { 'exports.run': _exports, ...streams } = vigieContract.streams;
      const methods = { 'replay.steer': vigieContract.methods['replay.steer'] };
      const contract = { methods, events: {}, streams };
      const server = createRpcServer(
        contract,
        {
          methods: {
            'replay.steer'({ player, seek, ...how }) {
              host.steered.push({ player, seek, ...how });
              if (seek !== undefined) host.replayTo(seek.atMs);
              const { streamId, serverTimeMs: atMs } = host.recorded;
              return { stretch: 1, streamId, atMs, isPlaying: false, speed: 1, isAtEnd: false };
            },
          },
          streams: {
            'replay.frames'(params) {
              host.replayed.push(params);
              if (params.atMs !== host.recorded.serverTimeMs) host.recorded.publish(params.atMs);
              let reached = -1;
              return {
                onReady: (listener) => replayReady.add(listener),
                take() {
                  if (reached === host.recorded.sequence) return undefined;
                  reached = host.recorded.sequence;
                  return host.wrongSource ? host.table.frameSince(0) : host.recorded.frameSince(0);
                },
                dispose: () => undefined,
              };
            },
            'fleet.counts'(asked) {
              host.counted.push(asked);
              let taken: unknown;
              return {
                onReady: (listener) => countsReady.add(listener),
                take() {
                  if (taken === host.numbers) return undefined;
                  taken = host.numbers;
                  return host.numbers;
                },
                dispose: () => undefined,
              };
            },
            'vehicles.matching': ({ filter, streamId }) => {
              host.asked.push(streamId === undefined ? filter : { ...filter, streamId });
              let taken: unknown;
              return {
                onReady: (listener) => matchesReady.add(listener),
                take() {
                  if (taken === host.matches) return undefined;
                  taken = host.matches;
                  return host.matches;
                },
                dispose: () => undefined,
              };
            },
            positions(params) {
              opened.push(params);
              if (host.refuse !== undefined) throw new RpcError(host.refuse, 'refused by the test');
              const part = params.area === undefined ? undefined : new PartFrames(table, params.area);
              let reached = params.streamId === table.streamId ? (params.sequence ?? 0) : 0;
              return {
                onReady: (listener) => ready.add(listener),
                take() {
                  if (table.sequence === reached) return undefined;
                  const source = host.wrongSource ? host.recorded : table;
                  const frame = part?.since(reached) ?? source.frameSince(reached);
                  reached = table.sequence;
                  return host.spoil === undefined ? frame : host.spoil(frame);
                },
                dispose: () => undefined,
              };
            },
          },
        },
        { mapError: (error) => new RpcError('internal', String(error)) },
      );
      server.connect(channel);
    },
  };
  return host;
}

function recordedTable(): FleetTable {
  const table = new FleetTable({ streamId: 7, epochMs: EPOCH_MS }, undefined, 'replay');
  table.write(0, recordOf({ longitude: 5 }));
  table.publish(EPOCH_MS - 60_000);
  return table;
}

/** A port whose other end is a channel. */
function createPort(): { port: PortLike; peer: Channel } {
  const [near, peer] = createMemoryChannelPair();
  const port: PortLike = {
    postMessage: (message) => near.send(message),
    addEventListener(type, listener) {
      if (type === 'message') near.onMessage((data) => listener(new MessageEvent('message', { data })));
      if (type === 'close') near.onClose(() => listener(new Event('close')));
    },
    start: () => undefined,
    close: () => near.close(),
  };
  return { port, peer };
}

export function setUpService(
  openSocket: (url: string) => SocketLike = () => expect.fail('no socket was expected'),
  source: 'live' | 'replay' = 'live',
) {
  const clock = createManualClock(EPOCH_MS);
  const host = createHost(clock);
  const posted: FromPositionsWorker[] = [];
  const service = createPositionsService({
    source,
    clock,
    random: () => 1,
    post: (message) => posted.push(message),
    openSocket,
  });
  const ofType = <T extends FromPositionsWorker['type']>(type: T) =>
    posted.filter((one): one is FromPositionsWorker & { type: T } => one.type === type);
  const states = () => ofType('state').map((one) => one.state);
  const attach = () => {
    const { port, peer } = createPort();
    host.serve(peer);
    service.receive({ type: 'port' }, [port]);
    return peer;
  };
  const giveBackLast = () => {
    const last = ofType('fleet').at(-1);
    if (last === undefined) throw new Error('nothing to give back');
    service.receive({ type: 'return', buffer: last.records }, []);
  };
  return { clock, host, service, posted, ofType, states, attach, giveBackLast };
}
