import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDataHost, type DataHost } from '../../electron/data/host.ts';
import { DEFAULT_RECORDING } from '../../electron/data/recording/recordings.ts';
import { systemClock } from '../../electron/data/system-clock.ts';
import { openDownloads } from '../../electron/preview/downloads.ts';
import { type PreviewServer, startPreviewServer } from '../../electron/preview/preview-server.ts';
import { type VigieContract, vigieContract } from '../../shared/contract/index.ts';
import { createMemoryChannelPair, createRpcClient, type RpcClient } from '../../shared/rpc/index.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { silentLog } from './silent-log.ts';

const renderer = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
const DAY_MS = 86_400_000;

/** A clerk's computer: a real data host, served to a browser, with a cable that can be pulled and a clock that can be moved. */
export interface Clerk {
  readonly host: DataHost;
  /** A window beside those in the browser. */
  readonly window: RpcClient<VigieContract>;
  /** An address that lets one page in. */
  url(): string;
  unplug(): void;
  plugIn(): void;
  /** So many days pass, for all that reads the clock. */
  sleep(days: number): void;
  stop(): Promise<void>;
}

/** @param recording whether positions are recorded, as on a real workstation */
export async function startClerk(
  folder: string,
  server: { url: string; token: string },
  { recording = false }: { recording?: boolean } = {},
): Promise<Clerk> {
  let shiftMs = 0;
  const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + shiftMs };
  const proxy: FaultProxy = await startFaultProxy(server.url);
  const address = { url: proxy.url, token: server.token };
  const downloads = openDownloads(path.join(folder, 'preview'), systemClock);
  const common = { folder: path.join(folder, 'data'), server: address, log: silentLog, version: '1', clock };
  // A network that is back is noticed within a second or two, as it is in the field when the system says so.
  const kept = recording ? { recording: DEFAULT_RECORDING } : {};
  const host = await createDataHost({ ...common, ...kept, choosePlace: downloads.choosePlace, random: () => 0.02 });
  const preview: PreviewServer = await startPreviewServer({
    ...{ renderer, port: 0, clock: systemClock, connect: (channel) => host.connect(channel) },
    onNewLink: () => undefined,
    downloads,
  });
  const [near, far] = createMemoryChannelPair();
  host.connect(far);
  return {
    host,
    window: createRpcClient(vigieContract, near, systemClock),
    url: () => preview.url(),
    unplug() {
      proxy.isDown = true;
    },
    plugIn() {
      proxy.isDown = false;
    },
    sleep(days) {
      shiftMs += days * DAY_MS;
    },
    async stop() {
      await preview.close();
      await host.close();
      await proxy.close();
      downloads.close();
    },
  };
}
