import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createPortChannel } from '../../electron/data/port-channel.ts';
import { systemClock } from '../../electron/data/system-clock.ts';
import { startPreviewServer } from '../../electron/preview/preview-server.ts';
import { createPortChannel as createWindowPortChannel } from '../../renderer/workers/port-channel.ts';
import { openSocketChannel } from '../../renderer/workers/socket-channel.ts';
import { type Channel, createMemoryChannelPair } from '../../shared/rpc/index.ts';
import { toElectronPort } from '../support/node-ports.ts';

/** A way from a window to the data host, both ends being the product's own. */
export interface Transport {
  /** A new connection; what serves it is called before this resolves. */
  connect(): Promise<Channel>;
  close(): Promise<void>;
}

export type OpenTransport = (serve: (channel: Channel) => void) => Promise<Transport>;

const inMemory: OpenTransport = (serve) =>
  Promise.resolve({
    connect() {
      const [near, far] = createMemoryChannelPair();
      serve(far);
      return Promise.resolve(near);
    },
    close: () => Promise.resolve(),
  });

const overPorts: OpenTransport = (serve) => {
  const closing: (() => void)[] = [];
  return Promise.resolve({
    connect() {
      const { port1, port2 } = new MessageChannel();
      serve(createPortChannel(toElectronPort(port1), () => undefined));
      closing.push(() => port2.close());
      return Promise.resolve(createWindowPortChannel(port2));
    },
    close() {
      for (const close of closing) close();
      return Promise.resolve();
    },
  });
};

const overSockets: OpenTransport = async (serve) => {
  const renderer = mkdtempSync(path.join(tmpdir(), 'vigie-pages-'));
  writeFileSync(path.join(renderer, 'console.html'), '<!doctype html>');
  const preview = await startPreviewServer({
    renderer,
    port: 0,
    clock: systemClock,
    connect(channel) {
      serve(channel);
      return () => undefined;
    },
    onNewLink: () => undefined,
  });
  const origin = `http://127.0.0.1:${preview.port}`;
  return {
    connect: () =>
      new Promise((resolve, reject) => {
        // A link for each, as if each were the first page.
        const token = new URLSearchParams(new URL(preview.url()).hash.slice(1)).get('token') ?? '';
        // Node's own, which unlike a browser's must be told its page.
        const socket = Reflect.construct(WebSocket, [
          `ws://127.0.0.1:${preview.port}/rpc`,
          { headers: { origin } },
        ]) as WebSocket;
        openSocketChannel(socket, token, systemClock, {
          onOpen: resolve,
          onEnd: (why) => reject(new Error(`the socket ended: ${why}`)),
        });
      }),
    async close() {
      await preview.close();
      rmSync(renderer, { recursive: true });
    },
  };
};

export const transports: [name: string, open: OpenTransport][] = [
  ['in memory', inMemory],
  ['over MessagePorts', overPorts],
  ['over a WebSocket', overSockets],
];
