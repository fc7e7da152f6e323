import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { lockReason, person } from '../../../shared/contract/index.ts';
import { writeWhole } from '../write-whole.ts';

const VERSION = 1;

/** Who signed in last on this workstation, and when their issuer vouched for them. Holds no secret. */
const remembered = z.object({
  version: z.literal(VERSION),
  issuer: z.string(),
  subject: z.string(),
  person,
  /** See shared/domain/offline-sign-in.ts. */
  confirmation: z.object({ hereAtMs: z.number(), issuerAtMs: z.number(), elapsedMs: z.number().nonnegative() }),
  /** Where they sign in, as the server said last: for a start without the server. */
  settings: z.object({
    issuer: z.string(),
    clientId: z.string(),
    scope: z.string(),
    parameters: z.record(z.string(), z.string()),
  }),
  /** The windows were covered. */
  lock: lockReason.nullable(),
});
export type Remembered = Omit<z.infer<typeof remembered>, 'version'>;

export interface SessionFile {
  /** Null: nobody, or what is there cannot be read. */
  read(): Remembered | null;
  /** @throws NodeJS.ErrnoException where the folder cannot be written to */
  write(session: Remembered | null): void;
}

/** `session.json` in the data host's folder. */
export function createSessionFile(folder: string): SessionFile {
  const file = path.join(folder, 'session.json');
  return {
    read() {
      try {
        return remembered.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
      } catch (error) {
        if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) return null;
        throw error;
      }
    },
    write(session) {
      if (session === null) return rmSync(file, { force: true });
      writeWhole(file, JSON.stringify({ version: VERSION, ...session } satisfies z.infer<typeof remembered>));
    },
  };
}
