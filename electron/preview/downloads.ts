import { randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { Clock } from '../../shared/domain/index.ts';
import type { ChoosePlace } from '../data/exports/place.ts';

/** Files that were exported for a browser. Each can be had once, at an address that nobody can guess, and is gone a while later. */
export interface Downloads {
  choosePlace: ChoosePlace;
  /** Sends what an address names. @returns false where it names nothing */
  send(request: IncomingMessage, response: ServerResponse): boolean;
  close(): void;
}

const KEPT_MS = 10 * 60_000;
const ADDRESS = /^\/exported\/([A-Za-z0-9_-]{32})$/;

export function openDownloads(folder: string, clock: Clock): Downloads {
  const own = path.join(folder, 'exported');
  // Of an earlier run: nobody has its addresses any more.
  rmSync(own, { recursive: true, force: true });
  const kept = new Map<string, { file: string; name: string; stop: () => void }>();

  function forget(key: string): void {
    kept.get(key)?.stop();
    kept.delete(key);
    rmSync(path.join(own, key), { recursive: true, force: true });
  }

  return {
    choosePlace(name) {
      const key = randomBytes(24).toString('base64url');
      mkdirSync(path.join(own, key), { recursive: true, mode: 0o700 });
      const file = path.join(own, key, name);
      const href = () => {
        kept.set(key, { file, name, stop: clock.after(KEPT_MS, () => forget(key)) });
        return `/exported/${key}`;
      };
      return Promise.resolve({ file, href });
    },
    send(request, response) {
      const key = ADDRESS.exec(request.url ?? '')?.[1];
      const entry = key === undefined ? undefined : kept.get(key);
      const bytes = entry && statSync(entry.file, { throwIfNoEntry: false })?.size;
      if (key === undefined || entry === undefined || bytes === undefined) return false;
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-length': bytes,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(entry.name)}`,
        'cache-control': 'no-store',
      });
      if (request.method === 'HEAD') response.end();
      else
        createReadStream(entry.file)
          .on('error', () => response.destroy())
          .on('close', () => forget(key))
          .pipe(response);
      return true;
    },
    close() {
      for (const key of [...kept.keys()]) forget(key);
      rmSync(own, { recursive: true, force: true });
    },
  };
}
