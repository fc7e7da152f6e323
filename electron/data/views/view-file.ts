import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type MissionView, type MissionViews, missionView, MOST_VIEWS } from '../../../shared/contract/index.ts';
import type { Log } from '../log.ts';
import { replaceFile } from '../walls/replace-file.ts';

/** Where saved views are kept: beside the cache, which may be thrown away without them. */
export function viewFile(folder: string): string {
  return path.join(folder, 'mission-views.json');
}

const content = z.object({
  version: z.literal(1),
  views: z.array(z.unknown()).max(MOST_VIEWS),
  defaultId: z.guid().nullable(),
});

export interface ViewStorage {
  read(): MissionViews;
  /** @throws StorageError; what was there before is then still there */
  write(views: MissionViews): void;
}

export function createViewFile(folder: string, log: Log): ViewStorage {
  return {
    read: () => readViews(folder, log),
    write: (views) => replaceFile(viewFile(folder), { version: 1, ...views }),
  };
}

/** What cannot be understood is left in a copy beside the file and said; what can be is kept. */
function readViews(folder: string, log: Log): MissionViews {
  const file = viewFile(folder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.error({ err: error, file }, 'the saved views cannot be read');
    return { views: [], defaultId: null };
  }
  const { read, problem } = parse(text);
  if (problem !== null) leaveAside(`${file}.unreadable`, text, problem, log);
  return read;
}

function parse(text: string): { read: MissionViews; problem: string | null } {
  const none: MissionViews = { views: [], defaultId: null };
  try {
    const whole = content.safeParse(JSON.parse(text));
    if (!whole.success) return { read: none, problem: whole.error.issues[0]?.message ?? 'invalid' };
    const parsed = whole.data.views.map((view) => missionView.safeParse(view));
    const views = parsed.flatMap(({ data }): MissionView[] => (data === undefined ? [] : [data]));
    const isThere = views.some(({ id }) => id === whole.data.defaultId);
    return {
      read: { views, defaultId: isThere ? whole.data.defaultId : null },
      problem: parsed.find(({ success }) => !success)?.error?.issues[0]?.message ?? null,
    };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { read: none, problem: `not JSON: ${error.message}` };
  }
}

function leaveAside(aside: string, text: string, problem: string, log: Log): void {
  try {
    writeFileSync(aside, text, { mode: 0o600 });
    log.error({ problem, aside }, 'saved views could not be understood, and were left aside');
  } catch (error) {
    log.error({ problem, err: error }, 'saved views could not be understood, nor copied aside');
  }
}
