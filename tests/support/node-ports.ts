import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Port } from '../../electron/data/port-channel.ts';

/**
 * One end of a real MessageChannel of Node, made to look like Electron's MessagePortMain: it waits for `start`, and gives
 * ports that came along beside the data instead of within it.
 */
export function toElectronPort(port: MessagePort): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    on(event: 'message' | 'close', listener: ((event: { data: unknown; ports: Port[] }) => void) | (() => void)) {
      if (event === 'close') port.on('close', listener as () => void);
      else {
        port.addListener('message', (data: unknown) => {
          const { ports, plain } = takePorts(data);
          listener({
            data: plain,
            ports: ports.map(toElectronPort),
          });
        });
        // Node begins to deliver with the first listener; Electron waits for start().
        port.unref();
      }
    },
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** Node has no list of transferred ports: by agreement of these tests they stand under `ports`. */
function takePorts(data: unknown): { ports: MessagePort[]; plain: unknown } {
  if (typeof data !== 'object' || data === null || !('ports' in data)) return { ports: [], plain: data };
  const { ports, ...plain } = data as { ports: MessagePort[] };
  return { ports, plain };
}

/** Sends a message with a port, as a window does with `port.postMessage(message, [port])`. */
export function postWithPorts(port: MessagePort, message: object, ports: MessagePort[]): void {
  port.postMessage({ ...message, ports }, ports);
}

export { MessageChannel };
