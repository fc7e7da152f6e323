import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { type BenchBrowser, launchBenchBrowser } from '../support/chromium.ts';
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
  /** Of one core, all processes of the browser, while no vehicle moves and only heartbeats come: Vigie alone. */
  idlePercent: number;
}

const WARM_UP = 2;
/** After an update is taken, until all that it costs is over. */
const SETTLE_MS = 500;
const ANIMATED_MS = 2_000;
const REDRAWN = 15;
/** A page that shows nothing for so long never will. */
const LONGEST_MS = 120_000;
const REST_MS = 2_500;
const IDLE_MS = 4_000;
/** Opens a page in a browser of its own and measures it. `updates` of each kind. */
export async function measurePage(
  server: BenchServer,
  { peer, vehicles, updates }: { peer: Peer; vehicles: number; updates: number },
): Promise<Figures> {
  const fleet = createBenchFleet(vehicles);
  fleet.update({ driving: false });
  server.show(fleet);
  const browser = await launchBenchBrowser();
  try {
    const { page, fault } = await openPage(browser, server, peer);
    const send = async (work?: () => Promise<void>) => {
      fleet.update({ driving: false });
      const { sentAtMs, taken } = server.send();
      await Promise.race([taken, fault, tooLong()]);
      await work?.();
      return sentAtMs;
    };
    for (let update = 0; update < WARM_UP; update++) await send(() => sleep(SETTLE_MS));

    const before = await browser.processor();
    const trace = await traceWhile(page, async () => {
      for (let update = 0; update < updates; update++) await send(() => sleep(SETTLE_MS));
      await quiet(browser);
    });
    const after = await browser.processor();

    const toPixel: number[] = [];
    for (let update = 0; update < updates; update++) {
      // The next update is of the other parity: it puts vehicle 0 there.
      const place = SEA_PLACES[(WARM_UP + updates + update + 2) % 2] ?? SEA_PLACES[0];
      await page.evaluate((watched) => (window as unknown as { bench: BenchPage }).bench.probe.watch(watched), place);
      const sentAtMs = await send();
      const seen = page.evaluate(() => (window as unknown as { bench: BenchPage }).bench.probe.seen());
      const seenAtMs = await Promise.race([seen, fault, tooLong()]);
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
    await page.evaluate((to) => (window as unknown as { bench: BenchPage }).bench.lookAt(to), VIEW);
    // Vehicles are led to a new place for a second; then nothing is to be drawn any more.
    await send(() => sleep(REST_MS));
    await quiet(browser);
    const idlePercent =
      peer !== 'vigie'
        ? Number.NaN
        : await measureIdle(browser, () => {
            fleet.heartbeat();
            server.send();
          });
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

/** @returns the page with its fleet, and a promise that rejects when it throws: a benchmark of a broken page would be fast */
async function openPage(browser: BenchBrowser, server: BenchServer, peer: Peer) {
  const page = await browser.browser.newPage({ viewport: VIEWPORT });
  const fault = new Promise<never>((_, reject) => {
    page.once('pageerror', reject);
  });
  fault.catch(() => undefined);
  const first = server.send();
  await page.goto(server.url(`peer=${peer}`));
  await page.waitForFunction(() => 'bench' in window, undefined, { timeout: 30_000 });
  await Promise.race([first.taken, fault, tooLong()]);
  await sleep(2 * SETTLE_MS);
  return { page, fault };
}

function tooLong(): Promise<never> {
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error(`nothing came of an update within ${LONGEST_MS} ms`));
    setTimeout(giveUp, LONGEST_MS).unref();
  });
  late.catch(() => undefined);
  return late;
}

/** Settles when the GPU's process has done what it was asked for. */
async function quiet(browser: BenchBrowser): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const before = await browser.processor();
    await sleep(150);
    const { gpu } = await browser.processor();
    if (gpu - before.gpu < 0.02) return;
  }
}

/** Pictures of what is known: Vigie's own, of streets in which vehicles move; of a peer, which does not move any, the same again. */
async function measureFrames(browser: BenchBrowser, page: Page, peer: Peer, startDriving: () => Promise<void>) {
  if (peer === 'vigie') await startDriving();
  const before = await browser.processor();
  const trace = await traceWhile(page, async () => {
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
async function measureIdle(browser: BenchBrowser, heartbeat: () => void): Promise<number> {
  const before = await browser.processor();
  const beganAtMs = performance.now();
  while (performance.now() - beganAtMs < IDLE_MS) {
    await sleep(1_000);
    heartbeat();
  }
  const { total } = await browser.processor();
  return ((total - before.total) * 100_000) / (performance.now() - beganAtMs);
}

async function measureMemory(browser: BenchBrowser, page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { renderer, gpu } = await browser.memory();
  return { heapMb: usedSize / 2 ** 20, rendererMb: renderer, gpuMb: gpu };
}
