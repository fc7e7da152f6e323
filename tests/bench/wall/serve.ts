import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { z } from 'zod';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { startPreviewServer } from '../../../electron/preview/preview-server.ts';
import { vigieContract } from '../../../shared/contract/index.ts';
import {
  createListeners,
  createRpcServer,
  type Handlers,
  RpcError,
  stream,
  type StreamSource,
} from '../../../shared/rpc/index.ts';
import type { BenchFleet } from './bench-fleet.ts';

/** Builds the pages of the benchmark into a folder, as the windows are built. */
export async function buildPages(outDir: string): Promise<void> {
  await build({
    root: fileURLToPath(new URL('./page', import.meta.url)),
    base: './',
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 5_000,
      reportCompressedSize: false,
    },
  });
}

/** The stream of frames that windows read, and the same as objects for the peers, over one kind of socket. */
const contract = {
  methods: {},
  events: {},
  streams: {
    positions: vigieContract.streams.positions,
    objects: stream(z.strictObject({}), z.array(z.unknown())),
  },
};

export interface BenchServer {
  /** The address of a page, good for one visit. */
  url(query: string): string;
  /** The fleet that pages read from now on. */
  show(fleet: BenchFleet): void;
  /** Sends what the fleet has published since; `taken` settles when the page says that it has dealt with it. UTC ms of the sending. */
  send(): { sentAtMs: number; taken: Promise<void> };
  close(): Promise<void>;
}

/** Serves built pages by the code of the preview host, under its policy. */
export async function serveBench(folder: string): Promise<BenchServer> {
  const ready = createListeners<void>();
  let fleet: BenchFleet | undefined;
  let settleTaken: (() => void) | undefined;

  /** One item a publish; asked again after the acknowledgement, it has nothing, which is how that is known. */
  function source<Item>(make: (from: BenchFleet, base: number) => Item, base: number): StreamSource<Item> {
    let reached = base;
    return {
      onReady: (listener) => ready.add(listener),
      take() {
        if (fleet === undefined || fleet.table.sequence === reached) {
          settleTaken?.();
          settleTaken = undefined;
          return undefined;
        }
        const item = make(fleet, reached);
        reached = fleet.table.sequence;
        return item;
      },
      dispose: () => undefined,
    };
  }

  const handlers: Handlers<typeof contract> = {
    methods: {},
    streams: {
      positions: ({ sequence }) => source(({ table }, base) => table.frameSince(base), sequence ?? 0),
      objects: () => source((from) => from.objects(), 0),
    },
  };
  const rpc = createRpcServer(contract, handlers, { mapError: (error) => new RpcError('internal', String(error)) });
  const server = await startPreviewServer({
    ...{ renderer: folder, port: 0, clock: systemClock },
    connect: (channel) => rpc.connect(channel),
    onNewLink: () => undefined,
  });
  return {
    url(query) {
      const link = new URL(server.url());
      return `${link.origin}/${path.posix.join('index.html')}?${query}${link.hash}`;
    },
    show: (next) => {
      fleet = next;
    },
    send() {
      const taken = new Promise<void>((resolve) => {
        settleTaken = resolve;
      });
      const sentAtMs = performance.timeOrigin + performance.now();
      ready.emit();
      return { sentAtMs, taken };
    },
    async close() {
      rpc.dispose();
      await server.close();
    },
  };
}
