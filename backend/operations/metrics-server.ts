import { createServer, type Server } from 'node:http';
import { listenOn } from '../http/listen.ts';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

const HEADERS_WITHIN_MS = 5_000;
const MOST_CONNECTIONS = 20;
const SETTINGS = { port: 'VIGIE_METRICS_PORT', host: 'VIGIE_METRICS_HOST' };

export interface MetricsServer {
  url: string;
  close(): Promise<void>;
}

/**
 * Figures and probes on a port of their own, which the proxy does not lead to: what they tell of the service is nobody's business
 * outside. GET /metrics, /health/live, /health/ready.
 * @throws BackendError when the port cannot be had
 */
export async function serveMetrics(options: {
  host: string;
  port: number;
  metrics: Metrics;
  readiness: Readiness;
  log: Log;
}): Promise<MetricsServer> {
  const { host, port, metrics, readiness, log } = options;
  const answers: Record<string, () => Promise<{ status: number; type: string; body: string }>> = {
    '/metrics': async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
    '/health/live': async () => plain(200, 'live'),
    '/health/ready': async () => {
      const { isReady, missing, phase } = await readiness.report();
      return isReady ? plain(200, 'ready') : plain(503, [phase, ...missing].join(' '));
    },
  };
  const server = createServer(
    { headersTimeout: HEADERS_WITHIN_MS, requestTimeout: HEADERS_WITHIN_MS },
    (request, response) => {
      const [path = ''] = (request.url ?? '').split('?');
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const answer = isRead ? (answers[path] ?? notHere) : notHere;
      answer()
        .catch((error: unknown) => {
          log.error({ err: error }, 'figures could not be read');
          return plain(500, 'the log of the service says more');
        })
        .then(({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body))
        .catch((error: unknown) => log.error({ err: error }, 'figures could not be sent'));
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  const url = await listenOn(() => listening(server, host, port), host, port, SETTINGS);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen({ host, port }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`);
    });
  });
}

function plain(status: number, text: string) {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` };
}

async function notHere() {
  return plain(404, 'GET /metrics, /health/live or /health/ready');
}
