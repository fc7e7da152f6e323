import { createServer } from 'node:net';
import { BackendError } from '../backend-error.ts';
import { errorCodeOf } from '../database/database.ts';

/** Can the port be had? It may still be taken before it is listened on. @throws BackendError */
export async function checkPort(host: string, port: number): Promise<void> {
  const probe = createServer();
  const listening = new Promise<string>((resolve, reject) => {
    probe.once('error', reject).listen({ host, port, exclusive: true }, () => resolve(''));
  });
  await listenOn(() => listening, host, port);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
}

/** By which settings an address was chosen. */
export interface AddressSettings {
  port: string;
  host: string;
}

/**
 * Says in a sentence why an address cannot be listened on.
 * @throws BackendError
 */
export async function listenOn(
  listen: () => Promise<string>,
  host: string,
  port: number,
  setting: AddressSettings = { port: '--port', host: '--host' },
): Promise<string> {
  try {
    return await listen();
  } catch (error) {
    const sentences: Readonly<Record<string, string>> = {
      EADDRINUSE:
        `Port ${port} of ${host} is taken by another program: ` +
        `stop that one, or choose another with ${setting.port} (0 takes any free one).`,
      EACCES: `Port ${port} of ${host} may not be used: choose one above 1023 with ${setting.port} (0 takes any free one).`,
      EADDRNOTAVAIL: `${host} is not an address of this machine: correct ${setting.host}.`,
      ENOTFOUND: `${host} is not an address of this machine: correct ${setting.host}.`,
    };
    const other = `Port ${port} of ${host} cannot be used (${String(error)}): choose another with ${setting.port} or ${setting.host}.`;
    throw new BackendError(sentences[errorCodeOf(error) ?? ''] ?? other, { cause: error });
  }
}
