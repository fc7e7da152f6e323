import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. From a page out of memory to a push of 500 edits. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type Figures = Readonly<Record<string, number>>;

/**
 * Figures for Prometheus. Their labels take few values that are known in advance (operations of the interface, statuses, reasons):
 * never ids, names, paths or addresses, which would grow without end and tell of people.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'operation' | 'status'>;
  readonly #durations: Histogram<'operation'>;

  constructor() {
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: 'vigie_http_requests_total',
      help: 'HTTP requests answered, by operation of the interface and status',
      labelNames: ['operation', 'status'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'vigie_http_request_duration_seconds',
      help: 'Time from the headers of a request to the end of its answer',
      labelNames: ['operation'],
      buckets: DURATION_BUCKETS,
      registers,
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** @param operation `operationId` of the route, or 'none' */
  countRequest(operation: string, status: number, seconds: number): void {
    this.#requests.inc({ operation, status: String(status) });
    this.#durations.observe({ operation }, seconds);
  }

  /** Processor, memory, event loop and collector of this process: from now on, and once a process. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** A figure that goes up and down, read when it is asked for. One that cannot be read is left out. */
  gauge(name: string, help: string, read: () => number | undefined | Promise<number>): void {
    const registers = [this.#registry];
    new Gauge({
      ...{ name, help, registers },
      async collect() {
        const value = await read();
        if (value === undefined) this.reset();
        else this.set(value);
      },
    });
  }

  /** As `gauge`, by a label that takes few values. */
  gauges(name: string, help: string, label: string, read: () => Figures | Promise<Figures>): void {
    const registers = [this.#registry];
    new Gauge({
      ...{ name, help, registers, labelNames: [label] },
      async collect() {
        const figures = await read();
        this.reset();
        for (const [value, figure] of Object.entries(figures)) this.set({ [label]: value }, figure);
      },
    });
  }

  /** A count that somebody else keeps, read when it is asked for. */
  counts(name: string, help: string, label: string, read: () => Figures): void {
    const registers = [this.#registry];
    new Counter({
      ...{ name, help, registers, labelNames: [label] },
      collect() {
        this.reset();
        for (const [value, count] of Object.entries(read())) this.inc({ [label]: value }, count);
      },
    });
  }

  /** All of them in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
