import type { Host } from './terminal.ts';

/** Told by long work how far it is. */
export interface Progress {
  /** Begins a part of the work, and ends the one before. @param total how many there are to do; undefined: not known */
  begin(label: string, total?: number): void;
  /** So many are done. */
  at(done: number): void;
  /** Ends the part under way. */
  end(): void;
}

export const noProgress: Progress = { begin: () => undefined, at: () => undefined, end: () => undefined };

const BAR_INTERVAL_MS = 100;
const JSON_INTERVAL_MS = 1_000;
const BAR_CELLS = 24;

/**
 * On standard error: a bar on a terminal; with `--json` a JSON object a second; else a line when a part is done, so that logs stay
 * short.
 */
export function createProgress(host: Host, isJson: boolean, nowMs: () => number = () => performance.now()): Progress {
  const isTerminal = host.stderr.isTTY === true && !isJson;
  let part: { label: string; total: number | undefined; done: number; startedMs: number; shownMs: number } | undefined;

  const show = (force: boolean) => {
    if (part === undefined || (!isTerminal && !isJson)) return;
    const now = nowMs();
    if (!force && now - part.shownMs < (isTerminal ? BAR_INTERVAL_MS : JSON_INTERVAL_MS)) return;
    part.shownMs = now;
    const { label, total, done } = part;
    const seconds = (now - part.startedMs) / 1000;
    if (isJson) {
      const left =
        total !== undefined && done > 0 ? { secondsLeft: Math.round((seconds * (total - done)) / done) } : {};
      host.stderr.write(`${JSON.stringify({ event: 'progress', label, done, total, ...left })}\n`);
    } else {
      const text = barOf(label, done, total, seconds).slice(0, (host.stderr.columns ?? 80) - 1);
      host.stderr.write(`\r\x1b[K${text}`);
    }
  };

  const end = () => {
    if (part === undefined) return;
    const { label, total, done } = part;
    const seconds = ((nowMs() - part.startedMs) / 1000).toFixed(1);
    if (isJson) show(true);
    else {
      const count = total === undefined ? '' : ` (${numberOf(done)})`;
      host.stderr.write(`${isTerminal ? '\r\x1b[K' : ''}${label}${count}: ${seconds} s\n`);
    }
    part = undefined;
  };

  return {
    begin(label, total) {
      end();
      part = { label, total, done: 0, startedMs: nowMs(), shownMs: Number.NEGATIVE_INFINITY };
      show(true);
    },
    at(done) {
      if (part === undefined) return;
      part.done = done;
      show(false);
    },
    end,
  };
}

function barOf(label: string, done: number, total: number | undefined, seconds: number): string {
  if (total === undefined) return `${label} … ${done > 0 ? numberOf(done) : ''}`;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.round(share * BAR_CELLS);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
  const left = done > 0 && done < total ? `, ${Math.ceil((seconds * (total - done)) / done)} s left` : '';
  return `${label} ${bar} ${Math.floor(share * 100)} % of ${numberOf(total)}${left}`;
}

function numberOf(value: number): string {
  return value.toLocaleString('en');
}
