import { readFileSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';
import { findBrowser, sandboxFlags } from '../../../build/start/programs.ts';

/** Chromium that draws WebGL in software and calls nobody. */
export const BENCH_FLAGS = [
  ...sandboxFlags(),
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Seconds of processor that Chromium's processes have used since they began. */
export interface ProcessorSeconds {
  renderer: number;
  gpu: number;
  /** All processes together. */
  total: number;
}

/** What the processes of a browser need. */
export interface BrowserUsage {
  processor(): Promise<ProcessorSeconds>;
  /** Private memory of the pages' processes and of the GPU's, MB. */
  memory(): Promise<{ renderer: number; gpu: number }>;
}

export interface BenchBrowser extends BrowserUsage {
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Starts a browser for one page, so that its processes are those of that page. */
export async function launchBenchBrowser(): Promise<BenchBrowser> {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    args: BENCH_FLAGS,
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const session = await browser.newBrowserCDPSession();
  return { browser, ...usageOf(() => session.send('SystemInfo.getProcessInfo')), close: () => browser.close() };
}

export interface ProcessInfo {
  readonly processInfo: readonly { readonly type: string; readonly id: number; readonly cpuTime: number }[];
}

/** @param ask `SystemInfo.getProcessInfo` of the browser's own session */
export function usageOf(ask: () => Promise<ProcessInfo>): BrowserUsage {
  return {
    async processor() {
      const { processInfo } = await ask();
      const sum = (type?: string) =>
        processInfo.filter((one) => type === undefined || one.type === type).reduce((all, one) => all + one.cpuTime, 0);
      return { renderer: sum('renderer'), gpu: sum('GPU'), total: sum() };
    },
    async memory() {
      const { processInfo } = await ask();
      const sum = (type: string) =>
        processInfo.filter((one) => one.type === type).reduce((all, one) => all + privateMegabytes(one.id), 0);
      return { renderer: sum('renderer'), gpu: sum('GPU') };
    },
  };
}

/** Memory of a process that is its own and not a file's, MB: RssAnon of Linux. */
export function privateMegabytes(pid: number): number {
  const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? Number.NaN) / 1024;
}

/** Seconds of processor that a process has used since it began (Linux: user and system time of /proc/PID/stat). */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  // utime and stime are fields 14 and 15 of proc(5), in clock ticks of 10 ms; the name and the pid are cut off here.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
