import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A Mosquitto of its own on the loopback interface, with the access rules that docs/positions.md gives. */
export interface Broker {
  readonly port: number;
  /** With TLS; `certificates` vouch for it. */
  readonly tlsPort: number;
  readonly certificates: string;
  start(): Promise<void>;
  /** Ends it at once; sessions and retained messages are on its disk. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

export const BROKER_PASSWORDS = { vigie: 'secret of the service', fleet: 'secret of the vehicles' } as const;

/** The path of Mosquitto, or undefined where it is not installed. */
export function findMosquitto(): string | undefined {
  const folders = ['/usr/sbin', ...(process.env['PATH'] ?? '').split(path.delimiter)];
  return folders.map((folder) => path.join(folder, 'mosquitto')).find((file) => existsSync(file));
}

export async function createBroker(program: string): Promise<Broker> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-mosquitto-'));
  const file = (name: string) => path.join(folder, name);
  const [port, tlsPort] = [await freePort(), await freePort()];
  for (const [index, [user, password]] of Object.entries(BROKER_PASSWORDS).entries()) {
    await run('mosquitto_passwd', [...(index === 0 ? ['-c'] : []), '-b', file('passwords'), user, password]);
  }
  writeFileSync(
    file('acl'),
    'user vigie\ntopic read vigie/+/+/position\ntopic read owntracks/+/+\n\n' +
      'user fleet\ntopic write vigie/#\ntopic write owntracks/#\n',
  );
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', file('key.pem'), '-out', file('certificate.pem')],
  ]);
  const lines = [
    ...['user root', 'allow_anonymous false', `password_file ${file('passwords')}`, `acl_file ${file('acl')}`],
    ...['persistence true', `persistence_location ${folder}/`],
    ...['max_queued_messages 100000', 'max_inflight_messages 1000', 'log_type error'],
    ...[`listener ${port} 127.0.0.1`, `listener ${tlsPort} 127.0.0.1`],
    ...[`certfile ${file('certificate.pem')}`, `keyfile ${file('key.pem')}`],
  ];
  writeFileSync(file('mosquitto.conf'), `${lines.join('\n')}\n`);
  let child: ChildProcess | undefined;
  const broker: Broker = {
    ...{ port, tlsPort, certificates: file('certificate.pem') },
    async start() {
      const started = spawn(program, ['-c', file('mosquitto.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
      let words = '';
      started.stderr.setEncoding('utf8').on('data', (text: string) => {
        words = (words + text).slice(-2_000);
      });
      child = started;
      while (!(await answers(port))) {
        if (started.exitCode !== null) throw new Error(`Mosquitto ended with ${started.exitCode}: ${words}`);
        await sleep(20);
      }
    },
    async stop() {
      const ending = child;
      child = undefined;
      if (ending === undefined || ending.exitCode !== null) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill('SIGTERM');
      await ended;
    },
    async remove() {
      await broker.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return broker;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (does: boolean) => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', () => tell(true)).once('error', () => tell(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
