import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Log } from '../log.ts';
import { writeWhole } from '../write-whole.ts';

/** Which person of which issuer. */
export interface PersonId {
  /** As serverIdentity() tells one from another. */
  issuer: string;
  subject: string;
}

const NOTE = 'person.json';
const note = z.object({ version: z.literal(1), name: z.string(), notSent: z.number().int().nonnegative() });

/** The folders of those who work at this computer: each has their own cache, outbox and all that is theirs. */
export interface People {
  folderOf(id: PersonId): string;
  /** Notes beside the cache what others may know of it: whose it is, and how much is not sent. */
  note(id: PersonId, of: { name: string; notSent: number }): void;
  /** Those but one whose edits wait for them. */
  others(except: PersonId | null): { name: string; notSent: number }[];
  /** Removes all that is this person's. A kill in between leaves nothing that could be opened. @throws NodeJS.ErrnoException */
  wipe(id: PersonId): void;
}

/** @param folder of the data host; what an earlier run began to remove is removed now */
export function openPeople(folder: string, log: Log): People {
  const all = path.join(folder, 'people');
  const folderOf = ({ issuer, subject }: PersonId) => path.join(all, digest(`${issuer}\n${subject}`));
  for (const name of list(all)) if (name.startsWith(GOING)) remove(path.join(all, name), log);

  return {
    folderOf,
    note(id, { name, notSent }) {
      try {
        writeWhole(path.join(folderOf(id), NOTE), JSON.stringify({ version: 1, name, notSent }));
      } catch (error) {
        log.warn({ err: error }, 'how much of a person is not sent could not be noted');
      }
    },
    others(except) {
      const own = except === null ? null : path.basename(folderOf(except));
      return list(all)
        .filter((name) => name !== own && !name.startsWith(GOING))
        .flatMap((name) => read(path.join(all, name, NOTE)))
        .filter(({ notSent }) => notSent > 0)
        .map(({ name, notSent }) => ({ name, notSent }));
    },
    wipe(id) {
      const own = folderOf(id);
      if (!existsSync(own)) return;
      const going = path.join(all, `${GOING}${randomUUID()}`);
      renameSync(own, going);
      remove(going, log);
    },
  };
}

/** A folder with such a name is being removed. */
const GOING = 'going-';

/** Names that say nothing of whose they are, of a length that every file system takes. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function read(file: string): z.infer<typeof note>[] {
  try {
    const parsed = note.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? [parsed.data] : [];
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) return [];
    throw error;
  }
}

/** Windows keeps files that something still looks at, a virus scanner say: the next start tries again. */
function remove(folder: string, log: Log): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch (error) {
    log.error(
      { err: error, folder },
      'what a person left could not be removed whole: it is tried again at the next start',
    );
  }
}
