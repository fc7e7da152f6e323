import { describe, expect, it } from 'vitest';
import { type ChildProcess, createDataProcess } from '../../../electron/shell/data-host/data-process.ts';
import { createPortBroker } from '../../../electron/shell/data-host/port-broker.ts';
import { createRestartPolicy, DATA_PROCESS_LIMITS } from '../../../electron/shell/data-host/restart-policy.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { memoryLog } from './shell-fixtures.ts';

interface Port {
  name: string;
  closed: boolean;
  close(): void;
}

class FakeChild implements ChildProcess<Port> {
  readonly pid = 42;
  readonly received: { message: unknown; ports: Port[] }[] = [];
  killed = false;
  private spawned: () => void = () => {};
  private readonly exits: ((code: number) => void)[] = [];
  postMessage(message: unknown, ports: Port[] = []) {
    this.received.push({ message, ports });
  }
  kill() {
    this.killed = true;
    return true;
  }
  onSpawn(listener: () => void) {
    this.spawned = listener;
  }
  private readonly listeners: ((message: unknown) => void)[] = [];
  onMessage(listener: (message: unknown) => void) {
    this.listeners.push(listener);
  }
  say(message: unknown) {
    for (const listener of this.listeners) listener(message);
  }
  onExit(listener: (code: number) => void) {
    this.exits.push(listener);
  }
  spawn() {
    this.spawned();
  }
  exit(code: number) {
    for (const listener of this.exits) listener(code);
  }
}

function start() {
  const children: FakeChild[] = [];
  const clock = createManualClock();
  const log = memoryLog();
  const dataProcess = createDataProcess<Port>({
    fork() {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
    config: () => ({ serverUrl: 'http://127.0.0.1:1' }),
    limits: DATA_PROCESS_LIMITS,
    clock,
    log,
  });
  const last = () => {
    const child = children.at(-1);
    if (child === undefined) throw new Error('nothing was started');
    return child;
  };
  dataProcess.start();
  return { children, clock, log, dataProcess, last };
}

let portNumber = 0;
const createPort = (): Port => ({
  name: `port ${++portNumber}`,
  closed: false,
  close() {
    this.closed = true;
  },
});

describe('the data process', () => {
  it('gets its configuration before anything else', () => {
    const { dataProcess, last } = start();
    const port = createPort();
    expect(dataProcess.connect(port)).toBe(false);
    last().spawn();
    expect(dataProcess.connect(port)).toBe(true);
    expect(last().received).toEqual([
      { message: { type: 'start', config: { serverUrl: 'http://127.0.0.1:1' } }, ports: [] },
      { message: { type: 'connect' }, ports: [port] },
    ]);
  });

  it('is told things while it runs, and heard', () => {
    const { dataProcess, last } = start();
    const heard: unknown[] = [];
    const stop = dataProcess.onMessage((message) => heard.push(message));
    expect(dataProcess.tell({ type: 'wake' })).toBe(false);
    last().spawn();
    expect(dataProcess.tell({ type: 'wake' })).toBe(true);
    expect(last().received.at(-1)).toEqual({ message: { type: 'wake' }, ports: [] });
    last().say({ type: 'status' });
    last().exit(1);
    expect(dataProcess.tell({ type: 'rebuild' })).toBe(false);
    dataProcess.restart();
    last().say('from the next one');
    stop();
    last().say('unheard');
    expect(heard).toEqual([{ type: 'status' }, 'from the next one']);
  });

  it('is started again when it dies, later each time', () => {
    const { children, clock, last, dataProcess } = start();
    const delays: number[] = [];
    dataProcess.onDied(({ delayMs }) => delays.push(delayMs));
    for (let death = 1; death <= 4; death += 1) {
      last().spawn();
      last().exit(9);
      expect(dataProcess.isRunning()).toBe(false);
      clock.advance(delays.at(-1) ?? 0);
      expect(children).toHaveLength(death + 1);
    }
    expect(delays).toEqual([200, 400, 800, 1600]);
  });

  it('counts anew after it ran well', () => {
    const { clock, last, dataProcess } = start();
    const delays: number[] = [];
    dataProcess.onDied(({ delayMs }) => delays.push(delayMs));
    last().exit(1);
    clock.advance(200);
    last().exit(1);
    clock.advance(400);
    last().spawn();
    clock.advance(60_000);
    last().exit(1);
    expect(delays).toEqual([200, 400, 200]);
  });

  it('says once that it keeps dying, and goes on trying each minute', () => {
    const { children, clock, last, dataProcess } = start();
    const deaths: { sayNow: boolean; delayMs: number }[] = [];
    dataProcess.onDied(({ sayNow, delayMs }) => deaths.push({ sayNow, delayMs }));
    for (let death = 0; death < 11; death += 1) {
      last().exit(1);
      clock.advance(deaths.at(-1)?.delayMs ?? 0);
    }
    expect(deaths.filter(({ sayNow }) => sayNow)).toHaveLength(1);
    expect(deaths[8]).toEqual({ sayNow: true, delayMs: 60_000 });
    expect(deaths[10]).toEqual({ sayNow: false, delayMs: 60_000 });
    expect(dataProcess.isPastLimit()).toBe(true);
    expect(children).toHaveLength(12);
  });

  it('starts at once when someone asks, and forgets the count', () => {
    const { children, clock, last, dataProcess } = start();
    for (let death = 0; death < 9; death += 1) {
      last().exit(1);
      if (death < 8) clock.advance(10_000);
    }
    expect(children).toHaveLength(9);
    dataProcess.restart();
    expect(children).toHaveLength(10);
    expect(dataProcess.isPastLimit()).toBe(false);
    clock.advance(120_000);
    expect(children).toHaveLength(10);
  });

  it('ends a running one that someone asks to restart', () => {
    const { children, clock, last, dataProcess } = start();
    last().spawn();
    dataProcess.restart();
    expect(last().killed).toBe(true);
    last().exit(0);
    clock.advance(200);
    expect(children).toHaveLength(2);
  });

  it('ends when asked to, and is not started again', async () => {
    const { children, clock, last, dataProcess } = start();
    last().spawn();
    const stopped = dataProcess.stop(3_000);
    expect(last().received.at(-1)?.message).toEqual({ type: 'stop' });
    last().exit(0);
    await stopped;
    clock.advance(120_000);
    expect(last().killed).toBe(false);
    expect(children).toHaveLength(1);
  });

  it('is killed when it does not end in time', async () => {
    const { clock, last, dataProcess } = start();
    last().spawn();
    const stopped = dataProcess.stop(3_000);
    clock.advance(3_000);
    await stopped;
    expect(last().killed).toBe(true);
  });

  it('has nothing to stop while it waits to be started again', async () => {
    const { children, clock, last, dataProcess } = start();
    last().exit(1);
    await dataProcess.stop(3_000);
    clock.advance(10_000);
    expect(children).toHaveLength(1);
  });
});

describe('the port broker', () => {
  function brokered() {
    const started = start();
    const channels: { port1: Port; port2: Port }[] = [];
    const broker = createPortBroker<Port>(started.dataProcess, () => {
      const channel = { port1: createPort(), port2: createPort() };
      channels.push(channel);
      return channel;
    });
    const taker = (id: number, there = true) => {
      const ports: Port[] = [];
      const give = (port: Port) => {
        if (there) ports.push(port);
        return there;
      };
      return { id, give, ports };
    };
    return { ...started, broker, channels, taker };
  }

  it('gives one end to the page and the other to the data host', () => {
    const { broker, channels, taker, last } = brokered();
    last().spawn();
    const page = taker(1);
    expect(broker.ask(page)).toBe('given');
    expect(page.ports).toEqual([channels[0]?.port2]);
    expect(last().received.at(-1)?.ports).toEqual([channels[0]?.port1]);
  });

  it('lets a page wait for the data host, and serves it once though it asks again', () => {
    const { broker, taker, last } = brokered();
    const page = taker(1);
    expect(broker.ask(page)).toBe('waiting');
    expect(broker.ask(page)).toBe('waiting');
    last().spawn();
    expect(page.ports).toHaveLength(1);
  });

  it('gives every page a new port when the data host is back', () => {
    const { broker, taker, last, clock } = brokered();
    last().spawn();
    const [console, wall, closed] = [taker(1), taker(2), taker(3)];
    for (const page of [console, wall, closed]) broker.ask(page);
    broker.forget(3);
    last().exit(9);
    clock.advance(200);
    last().spawn();
    expect([console, wall, closed].map((page) => page.ports.length)).toEqual([2, 2, 1]);
    expect(last().received.map(({ message }) => message)).toEqual([
      { type: 'start', config: { serverUrl: 'http://127.0.0.1:1' } },
      { type: 'connect' },
      { type: 'connect' },
    ]);
  });

  it('closes the port of a page that is gone', () => {
    const { broker, channels, taker, last } = brokered();
    last().spawn();
    broker.ask(taker(1, false));
    expect(channels[0]?.port2.closed).toBe(true);
  });

  it('lets nothing open behind when no data host runs', () => {
    const { broker, channels, taker } = brokered();
    broker.ask(taker(1));
    expect(channels.map(({ port1, port2 }) => [port1.closed, port2.closed])).toEqual([[true, true]]);
  });
});

describe('the restart policy', () => {
  it('never waits longer than its longest delay before the limit', () => {
    const policy = createRestartPolicy({ ...DATA_PROCESS_LIMITS, quickRestarts: 20 });
    const delays = Array.from({ length: 20 }, () => policy.died(0).delayMs);
    expect(Math.max(...delays)).toBe(10_000);
  });
});
