import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { wallFocus } from '../../../shared/contract/index.ts';
import { mapCamera, MOST_SPANS, MOST_WALLS, wallKey, wallSpan } from '../../../shared/domain/index.ts';
import type { Log } from '../log.ts';
import { replaceFile } from './replace-file.ts';

/** What a wall shows beside its arrangement: what was sent to it, and where its shared cameras are. */
const shownWall = z.object({
  wall: wallKey,
  focus: wallFocus.nullable(),
  /** The spans that the cameras are of: those of an arrangement that was changed since mean nothing. */
  spans: z.array(wallSpan).max(MOST_SPANS),
  cameras: z.array(z.object({ span: wallKey, camera: mapCamera })).max(MOST_SPANS),
});
export type ShownWall = z.infer<typeof shownWall>;

const content = z.object({ version: z.literal(1), walls: z.array(shownWall).max(MOST_WALLS) });

/** Where it is kept, so that a wall comes back as it was. */
export interface ShownStorage {
  read(): ShownWall[];
  /** Replaces it all. @throws StorageError; what was there before then still is */
  write(walls: readonly ShownWall[]): void;
}

/** In a file of its own beside the arrangements: it is written far more often, and worth far less. */
export function shownFile(folder: string): string {
  return path.join(folder, 'walls-shown.json');
}

export function createShownFile(folder: string, log: Log): ShownStorage {
  const file = shownFile(folder);
  return {
    read() {
      try {
        return content.parse(JSON.parse(readFileSync(file, 'utf8'))).walls;
      } catch (error) {
        // Nothing is lost that cannot be sent again: the walls begin with their arrangements.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
          log.warn({ err: error, file }, 'what the walls showed cannot be read');
        return [];
      }
    },
    write: (walls) => replaceFile(file, { version: 1, walls }),
  };
}
