import { createReadStream, realpathSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.pbf': 'application/x-protobuf',
  '.pmtiles': 'application/octet-stream',
  '.txt': 'text/plain; charset=utf-8',
};

/** A file that may be sent. */
export interface StaticFile {
  file: string;
  contentType: string;
  bytes: number;
}

/** Longer than the name of any built file; the system would refuse it with an error of its own. */
const LONGEST_PATH = 250;

/**
 * The file that a path names within a folder, links followed; undefined where there is none, or where it lies outside.
 * @param root the folder itself, without links in its path (realpath)
 * @param pathname of the address, still encoded
 */
export function findStaticFile(root: string, pathname: string): StaticFile | undefined {
  const name = decode(pathname);
  if (name === undefined || name.length > LONGEST_PATH || /[\0\\]/.test(name)) return undefined;
  const wanted = path.join(root, name);
  const state = statSync(wanted, { throwIfNoEntry: false });
  if (state === undefined || !state.isFile()) return undefined;
  const file = realpathSync(wanted);
  if (!file.startsWith(root + path.sep)) return undefined;
  const contentType = CONTENT_TYPES[path.extname(file).toLowerCase()];
  return contentType === undefined ? undefined : { file, contentType, bytes: state.size };
}

/** Sends a file. Built files with a hash in their name never change; all others are asked for each time. */
export function sendStaticFile(
  response: ServerResponse,
  { file, contentType, bytes }: StaticFile,
  withBody: boolean,
): void {
  const isHashed = /-[\w-]{8}\.\w+$/.test(path.basename(file));
  response.writeHead(200, {
    'content-type': contentType,
    'content-length': bytes,
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-store',
  });
  if (!withBody) {
    response.end();
    return;
  }
  createReadStream(file)
    // Deleted by a build meanwhile: the reader sees a broken answer and asks again.
    .on('error', () => response.destroy())
    .pipe(response);
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
