import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Log } from '../log.ts';
import { writeWhole } from '../write-whole.ts';

/** Files that are being written and would be halves if this process were killed. */
export interface PendingParts {
  add(file: string): void;
  remove(file: string): void;
}

const names = z.array(z.string());

/** Takes away what an earlier run left, and keeps a list of what this one writes. */
export function openPendingParts(folder: string, log: Log): PendingParts {
  const list = path.join(folder, 'exports-pending.json');
  for (const file of read(list, log)) {
    try {
      // Nothing but a half of ours, whatever the list says.
      if (/^\..+\.[0-9a-f]{12}\.part$/.test(path.basename(file))) rmSync(file, { force: true });
    } catch (error) {
      log.warn({ err: error, file }, 'a half-written export could not be taken away');
    }
  }
  const pending = new Set<string>();
  const keep = () => {
    try {
      if (pending.size === 0) rmSync(list, { force: true });
      else writeWhole(list, JSON.stringify([...pending]));
    } catch (error) {
      // The export itself meets what is wrong with the disk.
      log.warn({ err: error }, 'the list of exports under way could not be kept');
    }
  };
  keep();
  return {
    add(file) {
      pending.add(file);
      keep();
    },
    remove(file) {
      pending.delete(file);
      keep();
    },
  };
}

function read(list: string, log: Log): string[] {
  try {
    return names.parse(JSON.parse(readFileSync(list, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn({ err: error }, 'the list of exports under way was not readable');
    return [];
  }
}
