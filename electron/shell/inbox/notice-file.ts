import { z } from 'zod';
import type { Log } from '../files/log.ts';
import { readTextIfAny, writeTextAtomically } from '../files/state-file.ts';
import type { NoticeMemory } from './inbox-notices.ts';

const stored = z.object({ isOn: z.boolean(), shown: z.array(z.string().max(300)).max(1000) });
const AT_FIRST: NoticeMemory = { isOn: true, shown: [] };

/** Which notices were shown, on this computer. A file that cannot be read or written costs that a notice comes twice. */
export function createNoticeFile(file: string, log: Log): { load(): NoticeMemory; save(memory: NoticeMemory): void } {
  return {
    load() {
      try {
        const text = readTextIfAny(file);
        return text === undefined ? AT_FIRST : stored.parse(JSON.parse(text));
      } catch (error) {
        log.warn('it is not known which notices were shown', { file, reason: String(error) });
        return AT_FIRST;
      }
    },
    save(memory) {
      try {
        writeTextAtomically(file, JSON.stringify(memory));
      } catch (error) {
        log.warn('which notices were shown cannot be kept', { file, reason: String(error) });
      }
    },
  };
}
