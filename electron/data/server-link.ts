import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Fleet } from './fleet/fleet.ts';
import type { ServerWatch } from './health.ts';
import type { Log } from './log.ts';
import { createPokeLink, createPositionsLink, type PokeLink } from './remote/realtime.ts';
import { createRestClient, type RestClient, type RestLimits, type ServerAddress } from './remote/rest-client.ts';
import type { Store } from './store/store.ts';
import { EventFollower } from './sync/event-follower.ts';
import { createPuller, type Puller } from './sync/puller.ts';
import { createPlaceKeeper } from './sync/place-keeper.ts';
import { createPusher, type Pusher } from './sync/pusher.ts';
import { watchForSleep } from './wake-watch.ts';

export interface ServerLinkOptions {
  server: ServerAddress;
  clock: Clock;
  random: () => number;
  log: Log;
  restLimits?: RestLimits | undefined;
}

/** All that goes between this host and the server. */
export interface ServerLink {
  readonly puller: Puller;
  readonly pusher: Pusher;
  /** Tells what has happened on the server, each event once and in order. */
  readonly onEvents: EventFollower['onEvents'];
  /** Asks for the last minutes of a vehicle. */
  readonly readTrack: RestClient['track'];
  /** Asks for what is not synchronised as rows, and has the server do what it does at once. */
  readonly rest: Pick<RestClient, 'get' | 'post'>;
  /** What the server alone has: invoices, and the files that it writes. */
  readonly documents: Pick<RestClient, 'invoices' | 'download'>;
  /** A person wants to know now: whatever waits for its time is tried, but for a rest that the server asked for. */
  sendNow(): void;
  /** The computer was asleep, or the network away: what is thought of the server may be wrong. */
  wake(): void;
  close(): Promise<void>;
}

/** Pulls, pushes, and hears events and positions once it is sure that a Vigie server answers there. */
export function createServerLink(
  { server, clock, random, log, restLimits }: ServerLinkOptions,
  { store, fleet, watch }: { store: Store; fleet: Fleet; watch: ServerWatch },
): ServerLink {
  const closing: Disposer[] = [];
  const rest = createRestClient(server, clock, restLimits);
  const common = { url: server.url, rest, store, clock, random, log };
  const places = createPlaceKeeper({ store, clock, log, url: server.url });
  const follower = new EventFollower({
    ...{ clock, random, log, place: places.read() },
    read: (query, signal) => rest.events(query, signal),
    onPlace: (place) => places.keep(place),
    onGap: () => puller.poke(),
  });
  let pokes: PokeLink | undefined;
  const pusher = createPusher({
    ...common,
    onDoubt: () => puller.connectionChanged(),
    onApplied: () => puller.poke(),
  });
  const puller = createPuller({
    ...common,
    onFound() {
      if (pokes !== undefined) return;
      const options = { server, clock, random };
      pokes = createPokeLink(options, { onPoke: () => puller.poke(), onChange: connectionChanged }, follower);
      closing.push(
        pokes.close,
        createPositionsLink(options, fleet, {
          onFeed: (status) => (status === undefined ? watch.feedLost() : watch.feedTold(status)),
        }),
      );
    },
  });

  function connectionChanged(): void {
    puller.connectionChanged();
    pusher.connectionChanged();
  }

  function wake(): void {
    // A connection that slept may look open for most of a minute before it is found dead.
    pokes?.restart();
    connectionChanged();
  }

  closing.push(
    puller.onServer((error) => (error === undefined ? watch.wasWell() : watch.failed(error))),
    puller.onOrigin((epoch) => (epoch === undefined ? pusher.closed() : pusher.opened(epoch))),
    store.onOutbox(() => pusher.queued()),
    watchForSleep(clock, (sleptMs) => {
      log.info({ sleptMs: Math.round(sleptMs) }, 'the computer was asleep, or its clock was set');
      wake();
    }),
  );
  return {
    puller,
    pusher,
    onEvents: (listener) => follower.onEvents(listener),
    readTrack: (asked, signal) => rest.track(asked, signal),
    rest,
    documents: rest,
    sendNow: connectionChanged,
    wake,
    async close() {
      for (const end of closing.splice(0)) end();
      await Promise.all([puller.close(), pusher.close(), follower.close()]);
      await places.close();
      rest.close();
    },
  };
}
