import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TokenVerifier } from '../../../backend/auth/token-verifier.ts';
import { POSITIONS_NAMESPACE } from '../../../shared/api/index.ts';
import { type Backend, createBackend } from '../../../backend/app.ts';
import { freePort } from '../../support/free-port.ts';
import { migratedDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silent-log.ts';

const nginx = [process.env['VIGIE_NGINX'] ?? '', '/usr/sbin/nginx'].find((file) => existsSync(file));
if (nginx === undefined)
  console.log('nginx is not installed (VIGIE_NGINX or /usr/sbin/nginx): the proxy of the admin guide is not tried');

const NAME = 'vigie.example.com';
const example = path.join(import.meta.dirname, '../../../docs/operations/nginx.conf');

/** Takes any token: this is about what lies before the service. */
const verifier: TokenVerifier = {
  loopbackOnly: false,
  verify: async (token) => ({
    ...{ subject: token, name: token, roles: ['supervisor'], subsidiaries: 'all' },
    expiresAtMs: Date.now() + 3_600_000,
  }),
};

describe.skipIf(nginx === undefined)("the admin guide's proxy with TLS", () => {
  let folder: string;
  let backend: Backend;
  let proxy: ChildProcess;
  let port: number;
  let certificate: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'vigie-proxy-'));
    const file = (name: string) => path.join(folder, name);
    const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file('vigie.key')];
    execFileSync('openssl', ['req', '-x509', ...key, '-out', file('vigie.crt'), '-days', '2', ...subject], {
      stdio: 'ignore',
    });
    certificate = readFileSync(file('vigie.crt'), 'utf8');
    backend = await createBackend({
      ...{ dataFolder: folder, database: await migratedDatabase(), log: silentLog, verifier },
      ...{ trustedProxies: ['127.0.0.1'], limits: { requestsPerAddress: 30 } },
    });
    const { url } = await backend.listen();
    port = await freePort();
    // Where nginx is not installed as a service, its folders are not there.
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((what) => `${what}_temp_path ${file(what)};`)
      .join(' ');
    const settings = readFileSync(example, 'utf8')
      .replace('server 127.0.0.1:4680;', `server ${new URL(url).host};`)
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
      .replace('http {', `http { ${temporary}`)
      .replaceAll('/etc/nginx/', `${folder}/`)
      .replaceAll('/var/log/nginx/', `${folder}/`);
    writeFileSync(file('nginx.conf'), settings);
    const own = `daemon off; pid ${file('pid')}; error_log ${file('error.log')};${process.getuid?.() === 0 ? ' user root;' : ''}`;
    proxy = spawn(nginx ?? '', ['-p', folder, '-e', file('error.log'), '-c', file('nginx.conf'), '-g', own], {
      stdio: 'ignore',
    });
    await vi.waitFor(async () => expect((await get('/health/live')).status).toBe(200), {
      timeout: 45_000,
      interval: 100,
    });
  });
  afterAll(async () => {
    const ended = proxy.exitCode === null ? new Promise((resolve) => proxy.once('exit', resolve)) : undefined;
    proxy.kill('SIGQUIT');
    await backend.close();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  function get(where: string, headers: Record<string, string> = {}) {
    return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: where, servername: NAME, ca: certificate, agent: false };
      request({ ...options, headers: { host: NAME, ...headers } }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      })
        .on('error', reject)
        .end();
    });
  }

  it('passes requests on, with its own word on where they come from', async () => {
    const answer = await get('/api/v2');
    expect(answer.status).toBe(200);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(answer.headers['x-request-id']).toMatch(/^[\da-f]{32}$/);
    // Whatever a client says of its address, it is counted as the one that it is.
    const statuses: number[] = [];
    for (let host = 0; host < 40; host++) {
      statuses.push((await get('/api/v2', { 'x-forwarded-for': `10.0.0.${host}` })).status);
    }
    expect(statuses).toContain(200);
    expect(statuses.at(-1)).toBe(429);
    expect((await get('/health/ready')).status).toBe(200);
    const log = readFileSync(path.join(folder, 'vigie.log'), 'utf8');
    expect(log).toContain('GET /api/v2 200');
    expect(log).not.toContain('127.0.0.1');
  });

  it('carries sockets', async () => {
    expect((await get('/socket.io/?EIO=4&transport=polling')).body).toMatch(/^0\{"sid"/);
    const socket = io(`https://127.0.0.1:${port}${POSITIONS_NAMESPACE}`, {
      ...{ auth: { token: 'me' }, transports: ['websocket'], reconnection: false, forceNew: true },
      ...{ ca: certificate, servername: NAME, extraHeaders: { host: NAME }, rejectUnauthorized: true },
      ...{ checkServerIdentity: () => undefined },
    });
    try {
      const frame = new Promise<Uint8Array>((resolve, reject) => {
        socket.on('frame', resolve).on('connect_error', reject);
      });
      socket.emit('subscribe', {});
      expect((await frame).byteLength).toBeGreaterThanOrEqual(48);
    } finally {
      socket.disconnect();
    }
  });
});
