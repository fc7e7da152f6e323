import { createServer } from 'node:net';
import { ClearError } from '../bootstrap/clear-error.mjs';

/**
 * Makes sure that a port of 127.0.0.1 can be listened on; 0, any free one, always can.
 * @throws ClearError if it is taken or not allowed
 */
export async function checkPort(port: number): Promise<void> {
  if (port === 0) return;
  try {
    await listenOnce(port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const remedy = 'name another with --port N, or leave --port out';
    if (code === 'EADDRINUSE') throw new ClearError(`Port ${port} is taken by another program: ${remedy}.`);
    if (code === 'EACCES') throw new ClearError(`Port ${port} needs more rights than you have: ${remedy}.`);
    throw new ClearError(`Port ${port} cannot be used (${message}): ${remedy}.`);
  }
}

function listenOnce(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}
