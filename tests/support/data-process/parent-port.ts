/**
 * Loaded before electron/data/process.ts in a plain Node process: gives it what Electron's utilityProcess would, `process.parentPort`
 * and ports, over the IPC channel to the test. Messages of the test:
 *
 *   {to: 'process', data, port?}   data for the process, with a new port of this number
 *   {to: 'port', port, data, further?}   data for a port, with a further port of this number
 *   {to: 'close', port}
 */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { postWithPorts, toElectronPort } from '../node-ports.ts';

type FromTest =
  | { to: 'process'; data: unknown; port?: number }
  | { to: 'port'; port: number; data: object; further?: number }
  | { to: 'close'; port: number };

/** Port 0 is the process itself. */
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown) => void process.send?.({ port: 0, data }),
});
Reflect.set(process, 'parentPort', parentPort);
const ports = new Map<number, MessagePort>();

/** A channel whose near end speaks with the test under a number. */
function openPort(number: number): MessagePort {
  const { port1, port2 } = new MessageChannel();
  ports.set(number, port2);
  port2.on('message', (data: unknown) => process.send?.({ port: number, data }));
  port2.on('close', () => process.send?.({ port: number, closed: true }));
  return port1;
}

process.on('message', (message: FromTest) => {
  if (message.to === 'process') {
    const given = message.port === undefined ? [] : [toElectronPort(openPort(message.port))];
    parentPort.emit('message', { data: message.data, ports: given });
  } else if (message.to === 'close') ports.get(message.port)?.close();
  else {
    const port = ports.get(message.port);
    if (port === undefined) return;
    if (message.further === undefined) port.postMessage(message.data);
    else postWithPorts(port, message.data, [openPort(message.further)]);
  }
});
process.on('disconnect', () => process.exit());
