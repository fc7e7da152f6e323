import type { Readable } from 'node:stream';
import { type AxiosInstance, isAxiosError } from 'axios';
import { problem } from '../../../shared/api/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { connectionFailure, forbidden } from './failure-sentences.ts';
import { RemoteError } from './remote-error.ts';

/** A file that the server sends, piece by piece. */
export interface RemoteFile {
  /** As the server calls it, without a path. */
  name: string;
  /** @throws RemoteError where it breaks off */
  pieces: AsyncIterable<Uint8Array>;
  /** It is not wanted any more. */
  cancel(): void;
}

/** Which file, below the API, and what it is called where the server does not say. */
export interface Download {
  path: string;
  params: Readonly<Record<string, string>>;
  name: string;
}

/** A statement of 50,000 missions is written before its first byte is sent. */
const BEGIN_WITHIN_MS = 6 * 60_000;
const MOST_PROBLEM_BYTES = 65_536;

/**
 * Asks for a file. @returns 'unauthorized' where the token is refused
 * @throws RemoteError, RpcError `export-refused` where the server says why not
 */
export async function openDownload(
  { client, url, clock, silenceMs }: { client: AxiosInstance; url: string; clock: Clock; silenceMs: number },
  { path, params, name }: Download,
  token: string | null,
  signal: AbortSignal,
): Promise<RemoteFile | 'unauthorized'> {
  const failed = (error: unknown) => {
    signal.throwIfAborted();
    const { code, message } =
      error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: String(error) };
    return connectionFailure({ code, message }, url);
  };
  const response = await client
    .request<Readable>({
      ...{ url: path, params, signal, responseType: 'stream', timeout: BEGIN_WITHIN_MS, maxContentLength: -1 },
      headers: { accept: '*/*', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    })
    .catch((error: unknown) => {
      throw isAxiosError(error) ? failed(error) : error;
    });
  const { status, data: body, headers } = response;
  if (status === 401) {
    body.destroy();
    return 'unauthorized';
  }
  if (status < 200 || status >= 300) throw await refusal(status, body, url);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let stop = clock.after(silenceMs, () =>
      body.destroy(new RemoteError('server-slow', `${url} stopped in the middle of a file`)),
    );
    try {
      for await (const piece of body) {
        stop();
        yield piece as Buffer;
        stop = clock.after(silenceMs, () =>
          body.destroy(new RemoteError('server-slow', `${url} stopped in the middle of a file`)),
        );
      }
    } catch (error) {
      throw error instanceof RemoteError ? error : failed(error);
    } finally {
      stop();
      body.destroy();
    }
  }
  const disposition: unknown = headers['content-disposition'];
  return {
    name: fileNameOf(typeof disposition === 'string' ? disposition : undefined, name),
    pieces: pieces(),
    cancel: () => body.destroy(),
  };
}

/** The server's own words, where it has some: it knows which field is at fault, and what to do. */
async function refusal(status: number, body: Readable, url: string): Promise<Error> {
  let text = '';
  for await (const piece of body) {
    text += String(piece);
    if (text.length > MOST_PROBLEM_BYTES) break;
  }
  const said = problem.safeParse(parsed(text));
  if (!said.success)
    return new RemoteError('server-failed', `${url} answers with HTTP ${status}: look into the server's log`);
  const { detail, field, remedy, title } = said.data;
  if (status === 403) return forbidden(url, detail ?? title);
  if (status >= 500 && status !== 503)
    return new RemoteError('server-failed', `${url} failed (${detail ?? title}): look into the server's log`);
  return new RpcError('export-refused', detail ?? title, {
    ...(field === undefined ? {} : { field }),
    ...(remedy === undefined ? {} : { remedy }),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The name in a Content-Disposition (RFC 6266). Whatever would be a path of its own is none. */
export function fileNameOf(disposition: string | undefined, otherwise: string): string {
  const whole = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename="([^"]*)"/i.exec(disposition ?? '')?.[1];
  const told = whole === undefined ? plain : decoded(whole);
  const name = told?.replaceAll(/[\p{Cc}\\/:*?"<>|]+/gu, '-').replace(/^[.\s]+/, '');
  return name === undefined || name === '' ? otherwise : name.slice(0, 200);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
