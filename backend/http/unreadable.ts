import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { problemTypeUri } from '../../shared/api/index.ts';
import { PROBLEM_MEDIA_TYPE } from './problem.ts';

const STATUS_OF: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers bytes that are not an HTTP request, and closes the connection: there is no telling where the next begins. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.destroyed) {
    socket.destroy();
    return;
  }
  const status = STATUS_OF[error.code ?? ''] ?? 400;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const body = JSON.stringify({
    type: problemTypeUri('invalid-request'),
    title,
    status,
    detail: 'what came is not an HTTP request that this service can read',
    remedy: 'Send HTTP/1.1 with headers of less than 16 kB.',
  });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: ${PROBLEM_MEDIA_TYPE}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
