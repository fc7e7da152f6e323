import path from 'node:path';
import { isOwnUrl } from './origin.ts';

/** What the renderer's build holds. Anything else is refused: a file of unknown kind is not one of ours. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/geo+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.pbf': 'application/x-protobuf',
  '.pmtiles': 'application/octet-stream',
  '.txt': 'text/plain; charset=utf-8',
};

export type PageFile =
  | { found: true; file: string; mimeType: string }
  | { found: false; status: 400 | 403 | 404 | 405; reason: string };

const refuse = (status: 400 | 403 | 404 | 405, reason: string): PageFile => ({ found: false, status, reason });

/**
 * The file under `folder` (absolute) that a request for one of our addresses means, and its MIME type. Says nothing of
 * whether the file exists. Never answers a file outside the folder, however the path is written.
 */
export function pageFile(folder: string, method: string, address: string): PageFile {
  if (method !== 'GET' && method !== 'HEAD') return refuse(405, `${method} is not served`);
  if (!isOwnUrl(address)) return refuse(403, 'not an address of this application');
  let name: string;
  try {
    name = decodeURIComponent(new URL(address).pathname);
  } catch {
    return refuse(400, 'the path is not valid percent-encoding');
  }
  // A backslash or a drive letter is a path of its own on Windows, and no file of the build holds a NUL.
  if (/[\\\0:]/.test(name)) return refuse(403, 'the path holds a character that no page has');
  if (name.split('/').some((part) => part === '..' || part.startsWith('.')))
    return refuse(403, 'the path leaves the folder');
  const file = path.join(folder, name);
  const inside = path.relative(folder, file);
  if (inside.startsWith('..') || path.isAbsolute(inside)) return refuse(403, 'the path leaves the folder');
  const mimeType = MIME_TYPES[path.extname(file).toLowerCase()];
  if (mimeType === undefined) return refuse(404, 'no such page');
  return { found: true, file, mimeType };
}
