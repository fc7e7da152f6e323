import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MOST_WALLS, type Wall, wall } from '../../../shared/domain/index.ts';
import type { Log } from '../log.ts';
import { replaceFile } from './replace-file.ts';

/**
 * Where the walls are kept: a small file of their own beside the cache, since a cache that is thrown away or damaged must
 * not take the work of whoever arranged them with it.
 */
export function wallFile(folder: string): string {
  return path.join(folder, 'walls.json');
}

const content = z.object({ version: z.literal(1), walls: z.array(z.unknown()).max(MOST_WALLS) });

/** Where walls are kept from one start to the next. */
export interface WallStorage {
  read(): Wall[];
  /** Replaces them all. @throws StorageError; those before are then still there */
  write(walls: readonly Wall[]): void;
}

export function createWallFile(folder: string, log: Log): WallStorage {
  return { read: () => readWalls(folder, log), write: (walls) => writeWalls(folder, walls) };
}

/** Reads the walls. What cannot be understood is left in a copy beside the file and said; what can be is kept. */
export function readWalls(folder: string, log: Log): Wall[] {
  const file = wallFile(folder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.error({ err: error, file }, 'the walls cannot be read');
    return [];
  }
  const { walls, problem } = parseWalls(text);
  if (problem === null) return walls;
  const aside = `${file}.unreadable`;
  try {
    writeFileSync(aside, text, { mode: 0o600 });
    log.error({ problem, aside }, 'walls could not be understood, and were left aside');
  } catch (error) {
    log.error({ problem, err: error }, 'walls could not be understood, nor copied aside');
  }
  return walls;
}

function parseWalls(text: string): { walls: Wall[]; problem: string | null } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { walls: [], problem: `not JSON: ${String(error)}` };
  }
  const read = content.safeParse(value);
  if (!read.success) return { walls: [], problem: sentenceOf(read.error) };
  const walls: Wall[] = [];
  let problem: string | null = null;
  for (const one of read.data.walls) {
    const parsed = wall.safeParse(one);
    if (parsed.success) walls.push(parsed.data);
    else problem ??= sentenceOf(parsed.error);
  }
  return { walls, problem };
}

/** @throws StorageError when the disk is full or the folder cannot be written; the file is then as it was */
export function writeWalls(folder: string, walls: readonly Wall[]): void {
  replaceFile(wallFile(folder), { version: 1, walls });
}

function sentenceOf(error: z.ZodError): string {
  const issue = error.issues[0];
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`;
}
