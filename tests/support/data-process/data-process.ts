import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Channel, createListeners } from '../../../shared/rpc/index.ts';

const program = fileURLToPath(new URL('../../../electron/data/process.ts', import.meta.url));
const preload = new URL('parent-port.ts', import.meta.url).href;

/** The data host's own process, as the shell starts it, but under plain Node. */
export interface DataProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** What it wrote on its standard error. */
  log(): string;
  /** What it told the shell, in order. */
  readonly said: unknown[];
  /** Sends a message as the shell would. */
  post(data: unknown): void;
  /** A window's port. */
  connect(): ProcessChannel;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

export interface ProcessChannel extends Channel {
  /** Hands over a further port, as a window does for its positions worker. */
  openFurther(): Channel;
}

export function spawnDataProcess(execArgv: readonly string[] = []): DataProcess {
  const child = spawn(process.execPath, [...execArgv, '--import', preload, program], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const incoming = createListeners<{ port: number; data?: unknown; closed?: boolean }>();
  child.on('message', (message: { port: number; data?: unknown; closed?: boolean }) => incoming.emit(message));
  const said: unknown[] = [];
  incoming.add(({ port, data }) => {
    if (port === 0) said.push(data);
  });
  const gone = createListeners<void>();
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
      gone.emit();
    });
  });
  let nextPort = 1;
  const send = (message: object) => {
    // One that dies at this moment does not hear it, and the end of its channels says so.
    if (child.connected) child.send(message, () => undefined);
  };

  function channelOf(port: number): ProcessChannel {
    const messages = createListeners<unknown>();
    const closings = createListeners<void>();
    let isClosed = false;
    const close = () => {
      if (isClosed) return;
      isClosed = true;
      closings.emit();
    };
    incoming.add((message) => {
      if (message.port !== port) return;
      if (message.closed === true) close();
      else messages.emit(message.data);
    });
    gone.add(close);
    return {
      send: (data) => send({ to: 'port', port, data }),
      onMessage: (listener) => messages.add(listener),
      onClose(listener) {
        if (!isClosed) return closings.add(listener);
        listener();
        return () => undefined;
      },
      close: () => send({ to: 'close', port }),
      openFurther() {
        const further = nextPort++;
        send({ to: 'port', port, data: { type: 'channel' }, further });
        return channelOf(further);
      },
    };
  }

  return {
    child,
    exited,
    said,
    log: () => log,
    post: (data) => send({ to: 'process', data }),
    connect() {
      const port = nextPort++;
      send({ to: 'process', data: { type: 'connect' }, port });
      return channelOf(port);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
