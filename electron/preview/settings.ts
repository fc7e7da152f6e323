import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';

export interface PreviewSettings {
  /** Null: none; the cache alone is served. */
  server: { url: string; token: string | null } | null;
  /** Absolute. */
  data: string;
  renderer: string;
  port: number;
}

/** A setting that cannot be used, in one sentence with the remedy. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

const builtPages = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
const portNumber = z.coerce.number().int().min(0).max(65_535);

/**
 * Reads the command line and the environment.
 * @throws SettingsError
 */
export function readSettings(
  args: string[],
  environment: Readonly<Record<string, string | undefined>>,
): PreviewSettings {
  const { server, data, renderer, port } = parse(args);
  if (data === undefined) throw new SettingsError('--data is missing: name the folder for the local cache.');
  const parsedPort = portNumber.safeParse(port);
  if (!parsedPort.success)
    throw new SettingsError(`--port is '${port}': give a number from 0 (any free one) to 65535.`);
  const pages = path.resolve(renderer ?? builtPages);
  if (!existsSync(path.join(pages, 'console.html'))) {
    throw new SettingsError(
      `There are no built pages in ${pages}: run npm run build, or name their folder with --renderer.`,
    );
  }
  const token = environment['VIGIE_SERVER_TOKEN']?.trim();
  return {
    server:
      server === undefined
        ? null
        : { url: serverUrl(server), token: token === undefined || token === '' ? null : token },
    data: path.resolve(data),
    renderer: pages,
    port: parsedPort.data,
  };
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        server: { type: 'string' },
        data: { type: 'string' },
        renderer: { type: 'string' },
        port: { type: 'string', default: '0' },
      },
    });
    return values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`${reason}. It takes --server URL, --data DIR, --renderer DIR and --port N.`);
  }
}

function serverUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new SettingsError(
      `--server is '${text.replace(/\/\/[^/@]*@/, '//…@')}': write it like https://vigie.example.com.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}
