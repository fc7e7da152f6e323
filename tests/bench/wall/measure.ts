import { setTimeout as sleep } from 'node:timers/promises';
import { type BareBrowser, type BarePage, launchBareBrowser } from '../support/bare-browser.ts';
import { median } from '../support/runs.ts';
import { traceWhile } from '../support/trace.ts';
import { createBenchFleet } from './bench-fleet.ts';
import type { BenchPage } from './page/main.ts';
import { type Peer, SEA_PLACES, STREETS, VIEW, VIEWPORT } from './scene.ts';
import type { BenchServer } from './serve.ts';

/** What one page cost. Milliseconds of a whole-fleet update, unless their name says otherwise. */
export interface Figures {
  /** The page's own thread, by the clock and in time of the processor: they differ where other programs are at work. */
  mainMs: number;
  mainCpuMs: number;
  longestTaskMs: number;
  workerCpuMs: number;
  /** All of the page's process, and of the GPU's, whose GPU is the processor too. */
  rendererCpuMs: number;
  gpuCpuMs: number;
  /** From the sending of an update to a pixel that has changed for it. */
  toPixelMs: number;
  /** Of a picture of what is known already, time of the processor: JavaScript, the whole of the page's thread, the GPU. */
  scriptMsAFrame: number;
  mainMsAFrame: number;
  gpuMsAFrame: number;
  /** JavaScript's own memory after a collection, private memory of the two processes; MB. */
  heapMb: number;
  rendererMb: number;
  gpuMb: number;
  /** Of one core, all processes of the browser, while no vehicle moves and only heartbeats come, as each second: Vigie alone. */
  idlePercent: number;
}

const WARM_UP = 2;
/** After an update is taken, until all that it costs is over. */
const SETTLE_MS = 500;
const ANIMATED_MS = 2_000;
const REDRAWN = 15;
/** A page that shows nothing for so long never will. */
const LONGEST_MS = 120_000;
/** A host sends at least a heartbeat each second; a window that hears nothing for longer says that it is not live. */
const HEARTBEAT_MS = 1_000;
/** Vehicles are led to a new place for a second; then nothing is to be drawn any more. */
const REST_MS = 3_000;
/** Browsers, empty ones too, are busy with themselves for so long after their start (docs/adr/0069). */
const BROWSER_BEGINS_MS = 45_000;
const IDLE_MS = 10_000;

/** Opens a page in a browser of its own and measures it. `updates` of each kind. */
export async function measurePage(
  server: BenchServer,
  { peer, vehicles, updates }: { peer: Peer; vehicles: number; updates: number },
): Promise<Figures> {
  const fleet = createBenchFleet(vehicles);
  fleet.update({ driving: false });
  server.show(fleet);
  const beganAtMs = performance.now();
  const browser = await launchBareBrowser(VIEWPORT);
  const { page } = browser;
  const { fault } = page;
  try {
    await openPage(page, server, peer);
    const send = async (work?: () => Promise<void>) => {
      fleet.update({ driving: false });
      const { sentAtMs, taken } = server.send();
      await Promise.race([taken, fault, tooLong('an update')]);
      await work?.();
      return sentAtMs;
    };
    for (let update = 0; update < WARM_UP; update++) await send(() => sleep(SETTLE_MS));

    const before = await browser.processor();
    const trace = await traceWhile(page.session, async () => {
      for (let update = 0; update < updates; update++) await send(() => sleep(SETTLE_MS));
      await quiet(browser);
    });
    const after = await browser.processor();

    const toPixel: number[] = [];
    for (let update = 0; update < updates; update++) {
      // The next update is of the other parity: it puts vehicle 0 there.
      const place = SEA_PLACES[(WARM_UP + updates + update + 2) % 2] ?? SEA_PLACES[0];
      const watching = page.evaluate((to) => (window as unknown as { bench: BenchPage }).bench.probe.watch(to), place);
      await Promise.race([watching, fault, tooLong('empty sea')]);
      const sentAtMs = await send();
      const seen = page.evaluate(() => (window as unknown as { bench: BenchPage }).bench.probe.seen());
      const seenAtMs = await Promise.race([seen, fault, tooLong('a pixel of an update')]);
      toPixel.push(seenAtMs - sentAtMs);
      await sleep(SETTLE_MS);
    }

    const frames = await measureFrames(browser, page, peer, async () => {
      await page.evaluate((to) => (window as unknown as { bench: BenchPage }).bench.lookAt(to), STREETS);
      fleet.update({ driving: true });
      await server.send().taken;
      await sleep(3 * SETTLE_MS);
    });
    const memory = await measureMemory(browser, page);
    const beat = async (forMs: number) => {
      for (const untilMs = performance.now() + forMs; performance.now() < untilMs; ) {
        await sleep(HEARTBEAT_MS);
        fleet.heartbeat();
        server.send();
      }
    };
    let idlePercent = Number.NaN;
    if (peer === 'vigie') {
      await page.evaluate((to) => (window as unknown as { bench: BenchPage }).bench.lookAt(to), VIEW);
      await beat(beganAtMs + BROWSER_BEGINS_MS - performance.now());
      await send(() => beat(REST_MS));
      idlePercent = await measureIdle(browser, () => beat(IDLE_MS));
    }
    return {
      mainMs: trace.mainMs / updates,
      mainCpuMs: trace.mainCpuMs / updates,
      longestTaskMs: trace.longestTaskMs,
      workerCpuMs: trace.workerCpuMs / updates,
      rendererCpuMs: ((after.renderer - before.renderer) * 1000) / updates,
      gpuCpuMs: ((after.gpu - before.gpu) * 1000) / updates,
      toPixelMs: median(toPixel),
      ...frames,
      ...memory,
      idlePercent,
    };
  } finally {
    await browser.close();
  }
}

async function openPage(page: BarePage, server: BenchServer, peer: Peer): Promise<void> {
  const first = server.send();
  await page.goto(server.url(`peer=${peer}`));
  while (!(await page.evaluate(() => 'bench' in window))) await sleep(100);
  await Promise.race([first.taken, page.fault, tooLong('the first frame')]);
  await sleep(2 * SETTLE_MS);
}

function tooLong(what: string): Promise<never> {
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error(`${what} did not come within ${LONGEST_MS} ms`));
    setTimeout(giveUp, LONGEST_MS).unref();
  });
  late.catch(() => undefined);
  return late;
}

/** Settles when the GPU's process has done what it was asked for. */
async function quiet(browser: BareBrowser): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const before = await browser.processor();
    await sleep(150);
    const { gpu } = await browser.processor();
    if (gpu - before.gpu < 0.02) return;
  }
}

/** Pictures of what is known: Vigie's own, of streets in which vehicles move; of a peer, which does not move any, the same again. */
async function measureFrames(browser: BareBrowser, page: BarePage, peer: Peer, startDriving: () => Promise<void>) {
  if (peer === 'vigie') await startDriving();
  const before = await browser.processor();
  const trace = await traceWhile(page.session, async () => {
    if (peer === 'vigie') await sleep(ANIMATED_MS);
    else await page.evaluate((pictures) => (window as unknown as { bench: BenchPage }).bench.redraw(pictures), REDRAWN);
  });
  const after = await browser.processor();
  const frames = peer === 'vigie' ? trace.animationFrames : REDRAWN;
  return {
    scriptMsAFrame: trace.scriptMs / frames,
    mainMsAFrame: trace.mainCpuMs / frames,
    gpuMsAFrame: ((after.gpu - before.gpu) * 1000) / frames,
  };
}

/** The share of a core that a page costs which has nothing to show but that all is as it was. */
async function measureIdle(browser: BareBrowser, pass: () => Promise<void>): Promise<number> {
  const before = await browser.processor();
  const beganAtMs = performance.now();
  await pass();
  const { total } = await browser.processor();
  return ((total - before.total) * 100_000) / (performance.now() - beganAtMs);
}

async function measureMemory(browser: BareBrowser, page: BarePage) {
  await page.session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await page.session.send('Runtime.getHeapUsage');
  const { renderer, gpu } = await browser.memory();
  return { heapMb: Number(usedSize) / 2 ** 20, rendererMb: renderer, gpuMb: gpu };
}
