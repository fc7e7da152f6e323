import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const NAME = /^(\d{10})\.vgr$/;

/** Name of a segment's file. Numbers grow, and are never used again while there is a later one. */
export function segmentFile(folder: string, number: number): string {
  return path.join(folder, `${String(number).padStart(10, '0')}.vgr`);
}

/** Numbers of the segments that are there, the oldest first. */
export function segmentNumbers(folder: string): number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const match = NAME.exec(name);
      return match?.[1] === undefined ? [] : [Number(match[1])];
    })
    .sort((a, b) => a - b);
}
