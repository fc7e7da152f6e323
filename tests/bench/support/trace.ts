import type { DevtoolsSession } from './devtools.ts';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** What a page's process did while it was watched, milliseconds. */
export interface TraceSummary {
  /** The page's own thread: tasks from their begin to their end. */
  mainMs: number;
  /** The same, but time of the processor only. */
  mainCpuMs: number;
  /** Time of the processor of the page's workers. */
  workerCpuMs: number;
  /** JavaScript on the page's own thread: time of the processor. */
  scriptMs: number;
  /** Callbacks of requestAnimationFrame, or rather turns of the screen that had any. */
  animationFrames: number;
  longestTaskMs: number;
}

/** Watches a page's process while `work` runs. */
export async function traceWhile(session: DevtoolsSession, work: () => Promise<void>): Promise<TraceSummary> {
  const events: TraceEvent[] = [];
  const stop = session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      recordMode: 'recordUntilFull',
      includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'],
      excludedCategories: ['*'],
    },
  });
  await work();
  const complete = new Promise<void>((resolve) => {
    const done = session.on('Tracing.tracingComplete', () => {
      done();
      resolve();
    });
  });
  await session.send('Tracing.end');
  await complete;
  stop();
  return summarise(events);
}

function summarise(events: TraceEvent[]): TraceSummary {
  const threads = new Map(
    events.flatMap((event) =>
      event.name === 'thread_name' ? [[`${event.pid} ${event.tid}`, event.args?.name ?? '']] : [],
    ),
  );
  const threadOf = (event: TraceEvent) => threads.get(`${event.pid} ${event.tid}`) ?? '';
  const complete = events.filter((event) => event.ph === 'X' && event.dur !== undefined);
  const isTask = (event: TraceEvent) => event.name === 'RunTask' || event.name === 'ThreadControllerImpl::RunTask';
  const main = complete.filter((event) => threadOf(event) === 'CrRendererMain');
  const tasks = outermost(main.filter(isTask));
  const scripts = outermost(main.filter(({ name }) => SCRIPT_EVENTS.has(name)));
  const workers = complete.filter((event) => threadOf(event).startsWith('DedicatedWorker') && isTask(event));
  return {
    mainMs: sum(tasks, ({ dur }) => dur),
    mainCpuMs: sum(tasks, ({ tdur }) => tdur),
    workerCpuMs: sum(outermost(workers), ({ tdur }) => tdur),
    scriptMs: sum(scripts, ({ dur, tdur }) => tdur ?? dur),
    animationFrames: main.filter(({ name }) => name === 'FireAnimationFrame').length,
    longestTaskMs: tasks.reduce((longest, { dur }) => Math.max(longest, (dur ?? 0) / 1000), 0),
  };
}

/** What runs JavaScript, as the panel of DevTools counts it. */
const SCRIPT_EVENTS = new Set(['FunctionCall', 'FireAnimationFrame', 'TimerFire', 'EvaluateScript', 'RunMicrotasks']);

/** Those that are not within another of the same thread. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  const endOf = new Map<string, number>();
  return events
    .toSorted((left, right) => left.ts - right.ts || (right.dur ?? 0) - (left.dur ?? 0))
    .filter((event) => {
      const thread = `${event.pid} ${event.tid}`;
      if (event.ts < (endOf.get(thread) ?? Number.NEGATIVE_INFINITY)) return false;
      endOf.set(thread, event.ts + (event.dur ?? 0));
      return true;
    });
}

/** In milliseconds; events say microseconds. */
function sum(events: readonly TraceEvent[], of: (event: TraceEvent) => number | undefined): number {
  return events.reduce((all, event) => all + (of(event) ?? 0), 0) / 1000;
}
