import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Assigning } from '../../../electron/data/books/assign.ts';
import { Books } from '../../../electron/data/books/books.ts';
import { NO_GROUND_SETTINGS, openGround } from '../../../electron/data/ground/ground.ts';
import { createErrorMapper } from '../../../electron/data/handlers/errors.ts';
import { createHandlers } from '../../../electron/data/handlers/index.ts';
import { withoutSignIn } from '../../../electron/data/handlers/session.ts';
import { createFleet } from '../../../electron/data/fleet/fleet.ts';
import { createRestClient, type RestClient } from '../../../electron/data/remote/rest-client.ts';
import { ResyncError } from '../../../electron/data/remote/remote-error.ts';
import { createImportDesk } from '../../../electron/data/third-parties/import/import-desk.ts';
import { openStore, type Store } from '../../../electron/data/store/store.ts';
import { CursorMovedError } from '../../../electron/data/store/sync-state.ts';
import { createShownFile } from '../../../electron/data/walls/shown-file.ts';
import { createWallFile } from '../../../electron/data/walls/wall-file.ts';
import { createViewFile } from '../../../electron/data/views/view-file.ts';
import { createToldApart } from '../../../electron/data/third-parties/told-apart.ts';
import { createViews } from '../../../electron/data/views/views.ts';
import { createWalls } from '../../../electron/data/walls/walls.ts';
import { applyPage } from '../../../electron/data/sync/apply-page.ts';
import { MAX_PUSH_BYTES, type Mutation, type PushResponse } from '../../../shared/api/index.ts';
import { vigieContract } from '../../../shared/contract/index.ts';
import {
  createMemoryChannelPair,
  createRpcClient,
  createRpcServer,
  type RpcClient,
} from '../../../shared/rpc/index.ts';
import { serverIdentity } from '../../../shared/sync/index.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { errorLog } from '../support/error-log.ts';
import { idleKeeper } from '../../support/idle-keeper.ts';
import type { PushFate } from './steps.ts';

/** A request that was given up and is still on its way. */
export type LateRequest = () => Promise<void>;

/** How a page is stored; another for the variants that are broken on purpose. */
export type ApplyPage = typeof applyPage;

/** A desktop: its real store and handlers. When it pulls and pushes is up to the test. */
export interface ChaosClient {
  readonly window: RpcClient<typeof vigieContract>;
  store(): Store;
  /** True when there was nothing more. */
  pull(limit: number, isLost: boolean): Promise<boolean>;
  /** The mutations that were sent; the late request, where the fate is that. */
  push(size: number, fate: PushFate): Promise<{ sent: Mutation[]; late?: LateRequest }>;
  rebuild(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openChaosClient(
  server: { url(): string; token: string },
  apply: ApplyPage = applyPage,
): Promise<ChaosClient> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-chaos-client-'));
  // Each desktop's clock is wrong in its own way.
  const clock = createManualClock(Date.UTC(2019, 0, 1));
  const signal = new AbortController().signal;
  const identity = serverIdentity(server.url());
  let store: Store;
  let window: RpcClient<typeof vigieContract>;

  function start(): void {
    store = openStore({ folder, clock, log: errorLog, keeper: idleKeeper, serverIdentity: identity });
    const fleet = createFleet({ clock, random: Math.random, onMalformed: () => undefined });
    const walls = createWalls({
      storage: createWallFile(folder, errorLog),
      shown: createShownFile(folder, errorLog),
      clock,
      log: errorLog,
    });
    const ground = openGround({ folder, settings: NO_GROUND_SETTINGS, clock, log: errorLog });
    const never = () => {
      throw new Error('not asked for in this test');
    };
    const noServer = () => undefined;
    const books = new Books(store, noServer, clock);
    const assigning = new Assigning({ store, books, server: noServer, clock, isOnline: () => false });
    const rpc = createRpcServer(
      vigieContract,
      createHandlers({
        toldApart: createToldApart({ read: () => [], write: () => undefined }),
        store,
        fleet,
        walls,
        ground,
        views: createViews(createViewFile(folder, errorLog), () => undefined),
        imports: createImportDesk({ folder, store, clock }),
        session: withoutSignIn(''),
        clock,
        me: () => ({ subject: null, roles: null }),
        ...{ books, assigning, server: noServer },
        recordings: {
          ...{ health: never, span: never, track: never, ways: never, directory: never, openFrames: never },
          ...{ steer: never, tryRule: never, moment: never, exportPieces: never, close: never },
        },
        readTrack: never,
        schedule: { lines: never, diagram: never },
        health: never,
        sendNow: never,
        rebuild: never,
        diagnostics: never,
        exports: {
          ...{ store, clock, choosePlace: never, documents: undefined },
          pending: { add: never, remove: never },
          mapError: createErrorMapper(errorLog),
          recordings: { exportPieces: never },
        },
      }),
      { mapError: createErrorMapper(errorLog), validateResults: true },
    );
    const [near, far] = createMemoryChannelPair();
    rpc.connect(far);
    window = createRpcClient(vigieContract, near, clock);
  }
  start();

  async function withRest<T>(work: (rest: RestClient) => Promise<T>): Promise<T> {
    const rest = createRestClient({ url: server.url(), token: server.token }, clock);
    try {
      return await work(rest);
    } finally {
      rest.close();
    }
  }

  async function clear(): Promise<void> {
    await store.write((cache) => cache.clear());
  }

  const origin = () => store.read((cache) => cache.syncState());

  async function settle({ answers, epoch }: PushResponse): Promise<void> {
    await store.write((cache) => {
      if (origin().origin?.epoch === epoch) cache.outbox.settle(answers);
    });
  }

  return {
    get window() {
      return window;
    },
    store: () => store,
    async pull(limit, isLost) {
      const { cursor, origin: known } = origin();
      try {
        const page = await withRest((rest) => rest.pull({ cursor, limit }, signal));
        if (isLost) return false;
        if (known !== null && known.epoch !== page.epoch) {
          await clear();
          return false;
        }
        await store.write((cache) =>
          apply(cache, page, { from: cursor, serverIdentity: identity, atMs: clock.nowMs() }),
        );
        return !page.hasMore;
      } catch (error) {
        if (error instanceof ResyncError) await clear();
        else if (!(error instanceof CursorMovedError)) throw error;
        return false;
      }
    },
    async push(size, fate) {
      const epoch = origin().origin?.epoch;
      if (epoch === undefined) return { sent: [] };
      const sent = await store.write((cache) => {
        const batch = cache.outbox.sendable(identity, size, MAX_PUSH_BYTES);
        cache.outbox.attempted(
          batch.map(({ mutationId }) => mutationId),
          clock.nowMs(),
        );
        return batch;
      });
      if (sent.length === 0 || fate === 'request-lost') return { sent };
      const deliver = () => withRest((rest) => rest.push({ epoch, mutations: sent }, signal));
      const quietly = async () => {
        try {
          await deliver();
        } catch (error) {
          if (!(error instanceof ResyncError)) throw error;
        }
      };
      if (fate === 'late') return { sent, late: quietly };
      try {
        const response = await deliver();
        if (fate === 'twice') await settle(await deliver());
        else if (fate === 'well') await settle(response);
      } catch (error) {
        if (!(error instanceof ResyncError)) throw error;
      }
      return { sent };
    },
    rebuild: clear,
    async restart() {
      await store.close();
      start();
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
