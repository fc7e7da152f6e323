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
import { PartFrames } from '../../shared/api/index.ts';
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
  const host = {
    table,
    opened,
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
      const { 'exports.run': _exports, 'replay.frames': _replay, ...streams } = vigieContract.streams;
      const contract = { methods: {}, events: {}, streams };
      const server = createRpcServer(
        contract,
        {
          methods: {},
          streams: {
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
            'vehicles.matching': ({ filter }) => {
              host.asked.push(filter);
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
                  const frame = part?.since(reached) ?? table.frameSince(reached);
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

export function setUpService(openSocket: (url: string) => SocketLike = () => expect.fail('no socket was expected')) {
  const clock = createManualClock(EPOCH_MS);
  const host = createHost(clock);
  const posted: FromPositionsWorker[] = [];
  const service = createPositionsService({
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
