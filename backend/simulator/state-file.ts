import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const state = z.object({ version: z.literal(1), seed: z.number(), missionsUntilMs: z.number() });

/** Until when the missions of a simulation are written, kept beside the database so that a restart goes on from there. */
export interface StateFile {
  /** UTC ms; undefined where there is nothing yet, or another simulation's, or nothing that can be read. */
  read(): Promise<number | undefined>;
  write(missionsUntilMs: number): Promise<void>;
}

export function createStateFile(dataFolder: string, seed: number): StateFile {
  const file = path.join(dataFolder, 'simulator.json');
  return {
    async read() {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
      const parsed = state.safeParse(parseJson(text));
      return parsed.success && parsed.data.seed === seed ? parsed.data.missionsUntilMs : undefined;
    },
    async write(missionsUntilMs) {
      await mkdir(dataFolder, { recursive: true });
      // Written beside, then put in place: a power cut leaves the old one or the new one.
      await writeFile(`${file}.new`, `${JSON.stringify({ version: 1, seed, missionsUntilMs })}\n`);
      await rename(`${file}.new`, file);
    },
  };
}

/** The value, or undefined where the text is no JSON: a damaged file counts as none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
