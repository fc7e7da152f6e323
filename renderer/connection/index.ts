export { chooseTransport } from './choose-transport.ts';
export { type Connection, createConnection, type HostState, type WindowClient } from './connection.ts';
export type { Link, Transport, WorkerEnd } from './transport.ts';
