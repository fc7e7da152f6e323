import { vigieContract } from '../../shared/contract/index.ts';
import {
  type AgeThresholds,
  type Clock,
  DEFAULT_AGE_THRESHOLDS,
  type Disposer,
  type FleetArea,
} from '../../shared/domain/index.ts';
import { type Channel, createRpcClient } from '../../shared/rpc/index.ts';
import { backoffMs } from './backoff.ts';
import { createCountsReader } from './counts-reader.ts';
import { createDelivery } from './delivery.ts';
import { createFleetTally } from './fleet-tally.ts';
import { createMapViews } from './map-views.ts';
import { createMaskReader } from './mask-reader.ts';
import { createPortChannel, type PortLike } from './port-channel.ts';
import { createOverlays } from './overlays.ts';
import { PositionReader, type PositionReaderEvents } from './position-reader.ts';
import {
  type FrameStamp,
  type FromPositionsWorker,
  type StreamFault,
  type StreamRepairs,
  type StreamState,
  type ToPositionsWorker,
  type WorkerFilter,
} from './protocol.ts';
import { createReplay } from './replay.ts';
import { createReplayClock, type ReplayClock } from './replay-clock.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';
import type { FleetAt } from './visible-slots.ts';
import { openSocketChannel, type SocketLike } from './socket-channel.ts';

/** Without a frame for so long, and the server sends a heartbeat every second, the stream is silent: said within 2 s. Milliseconds. */
export const SILENT_AFTER_MS = 1_800;
const COUNT_EVERY_MS = 1_000;

export interface PositionsServiceOptions {
  /** What it reads: what is live, or a recording. Neither takes the frames of the other. */
  source: 'live' | 'replay';
  clock: Clock;
  random: () => number;
  post: (message: FromPositionsWorker, transfer: Transferable[]) => void;
  openSocket(url: string): SocketLike;
}

export interface PositionsService {
  /** A message of the page, with the ports that came with it. */
  receive(message: ToPositionsWorker, ports: readonly PortLike[]): void;
}

/** All that the positions worker does, without the worker around it. */
export function createPositionsService(options: PositionsServiceOptions): PositionsService {
  const { clock, random, post } = options;
  const replay =
    options.source === 'live'
      ? undefined
      : createReplay(clock, {
          overlays: () => overlays,
          shownMs: () => table.serverTimeMs,
          onPace(pace) {
            if ('setPace' in serverClock) serverClock.setPace(pace);
          },
          post,
        });
  const repairs: StreamRepairs = { gaps: 0, malformed: 0, reconnections: 0 };
  let state: StreamState = 'connecting';
  let fault: StreamFault | null = null;
  let sinceMs = clock.nowMs();
  let thresholds: AgeThresholds = DEFAULT_AGE_THRESHOLDS;
  let serverClock: ServerClock | ReplayClock = createFrameClock();
  let area: FleetArea | null = null;
  let filter: WorkerFilter | null = null;
  let receivedAtMs = 0;
  let stopSilence: Disposer = () => undefined;
  let stopSocket: Disposer = () => undefined;

  const events: PositionReaderEvents = {
    onFrame(_table, news) {
      receivedAtMs = clock.monotonicMs();
      serverClock.observe(table.serverTimeMs, receivedAtMs);
      setState('live', null);
      expectFrame();
      hasNews ||= news;
      if (news) newsCount += 1;
      // A recording may be of an earlier stream, and lead from one to the next.
      if (replay !== undefined) masks.ofStream(table.streamId);
      tally.setPart(area !== null || reader.hasPart);
      replay?.onFrame(news);
      if (news) return delivery.deliver();
      post({ type: 'heartbeat', ...stamp() }, []);
      return Promise.resolve();
    },
    onRepair(why) {
      if (why === 'gap') repairs.gaps += 1;
      else repairs.malformed += 1;
      postState();
      // Perhaps another server, with another clock.
      serverClock = createFrameClock();
    },
    onFault(why) {
      stopSilence();
      setState('failed', why);
    },
    onLost() {
      stopSilence();
      setState('connecting', null);
    },
  };
  const reader = new PositionReader(clock, random, events, replay?.wish);
  const { table } = reader;
  let newsCount = 0;
  const tally = createFleetTally(table, () => ({
    thresholds,
    newsCount,
    serverNowMs: serverClock.at(clock.monotonicMs()),
  }));
  const overlays = createOverlays(
    table,
    () => (replay === undefined ? clock.monotonicMs() : table.serverTimeMs),
    () => {
      const serverNowMs = serverClock.at(clock.monotonicMs());
      if (serverNowMs === undefined) return undefined;
      const { records, epochMs, timeScale } = table;
      const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
      const nowSeconds = (serverNowMs - epochMs) / 1000;
      return { moment: { records: view, nowSeconds, timeScale, thresholds }, shown: tally.shown() };
    },
    post,
  );
  let hasNews = false;
  const masks = createMaskReader(clock, random, ({ streamId, mask }) => {
    tally.setMask(streamId, mask.slice());
    const copy = mask.slice();
    post({ type: 'mask', streamId, mask: copy.buffer }, [copy.buffer]);
    recount();
  });

  const counts = createCountsReader(clock, random, (numbers) => {
    tally.take(numbers);
    recount();
  });
  /** A part of a fleet cannot be counted here. */
  function countElsewhere(): void {
    // Until the whole is there again, what is here must not be counted as if it were.
    tally.setPart(area !== null || reader.hasPart);
    counts.want(area === null ? null : { ages: thresholds, filter });
  }

  const delivery = createDelivery(
    () => table.records,
    (records) => {
      tally.count();
      const { epochMs, count } = table;
      const visible = views.visible(fleetNow(), tally.shown() !== null);
      const copies = visible.map(({ slots }) => slots.buffer);
      delivered = table.sequence;
      post({ type: 'fleet', records, count, epochMs, visible, ...tally.latest(), ...stamp() }, [records, ...copies]);
    },
  );
  const views = createMapViews();
  /** Of the last `fleet` message; the table may be newer. */
  let delivered = 0;
  function fleetNow(): FleetAt {
    const { records, epochMs, timeScale } = table;
    const serverNowMs = serverClock.at(clock.monotonicMs()) ?? table.serverTimeMs;
    return { records, epochMs, timeScale, nowSeconds: (serverNowMs - epochMs) / 1000 };
  }
  /** What a map needs of the frame that the page has, if that is still the newest; the next one says it otherwise. */
  function sayVisible(map: number): void {
    const { streamId, sequence } = table;
    if (sequence === 0 || delivered !== sequence) return;
    const visible = views.visibleOf(map, fleetNow(), tally.shown() !== null);
    if (visible !== undefined) post({ type: 'visible', streamId, sequence, visible }, [visible.slots.buffer]);
  }

  function createFrameClock(): ServerClock | ReplayClock {
    if (replay === undefined) return createServerClock();
    const made = createReplayClock();
    made.setPace(replay.wish.pace());
    return made;
  }
  function stamp(): FrameStamp {
    const { streamId, sequence, serverTimeMs, timeScale } = table;
    return { streamId, sequence, serverTimeMs, timeScale, receivedAtMs };
  }

  /** Ages grow without frames. Says nothing while nothing changes, so that a still window stays idle. */
  function recount(): void {
    if (tally.count()) post({ type: 'counts', ...tally.latest() }, []);
  }

  function setState(next: StreamState, why: StreamFault | null): void {
    if (next === state && why === fault) return;
    state = next;
    fault = why;
    sinceMs = clock.nowMs() - (next === 'silent' ? SILENT_AFTER_MS : 0);
    postState();
  }
  function postState(): void {
    post({ type: 'state', state, sinceMs, fault, repairs: { ...repairs } }, []);
  }

  /** Starts waiting for the next frame. */
  function expectFrame(): void {
    stopSilence();
    stopSilence = clock.after(SILENT_AFTER_MS, () => setState('silent', null));
  }

  function leave(): void {
    stopSocket();
    stopSocket = () => undefined;
    stopSilence();
    masks.detach();
    counts.detach();
    replay?.detach();
    reader.detach();
    setState('connecting', null);
  }

  function attach(channel: Channel): void {
    const client = createRpcClient(vigieContract, channel, clock);
    replay?.attach(client);
    reader.attach(client);
    masks.attach(client);
    counts.attach(client);
  }

  function connect(url: string, session: string, attempt: number): void {
    let failures = attempt;
    stopSocket = openSocketChannel(options.openSocket(url), session, clock, {
      onOpen(channel) {
        failures = 0;
        expectFrame();
        attach(channel);
      },
      onEnd(why) {
        stopSilence();
        if (why === 'refused') return setState('failed', 'refused');
        repairs.reconnections += 1;
        setState('connecting', null);
        stopSocket = clock.after(backoffMs(failures, random), () => connect(url, session, failures + 1));
      },
    });
  }

  const countForever = () => {
    recount();
    overlays.beat(hasNews);
    hasNews = false;
    clock.after(COUNT_EVERY_MS, countForever);
  };
  clock.after(COUNT_EVERY_MS, countForever);

  return {
    receive(message, ports) {
      switch (message.type) {
        case 'port': {
          leave();
          const [port] = ports;
          if (port === undefined) throw new TypeError('a port message came without its MessagePort: transfer one');
          expectFrame();
          return attach(createPortChannel(port));
        }
        case 'socket':
          leave();
          return connect(message.url, message.session, 0);
        case 'lost':
          return leave();
        case 'return':
          return delivery.giveBack(message.buffer);
        case 'thresholds':
          thresholds = message.thresholds;
          countElsewhere();
          return recount();
        case 'view':
          views.want(message.map, message.number, message.view);
          return sayVisible(message.map);
        case 'area':
          area = message.area;
          countElsewhere();
          return reader.want(area);
        case 'overlay':
          return overlays.want(message.wish);
        case 'replay':
          return replay?.begin(message.start);
        case 'steer':
          return replay?.steer(message.steering);
        case 'filter':
          filter = message.filter;
          countElsewhere();
          if (tally.setFilter(message.filter)) masks.want(message.filter?.directory ?? null);
          return recount();
      }
    },
  };
}
