import type { DataProcess } from '../data-host/data-process.ts';
import type { Log } from '../files/log.ts';
import type { Texts } from '../application/texts.ts';
import type { ConsoleWindow } from '../windows/console-window.ts';
import { showBadge } from './badge.ts';
import { createInboxNotices, type InboxNotices } from './inbox-notices.ts';
import { createNoticeFile } from './notice-file.ts';
import { showSystemNotice } from './system-notice.ts';

export interface InboxParts {
  texts: Texts;
  icon: string;
  /** Where it is kept which notices were shown. */
  file: string;
  dataProcess: Pick<DataProcess<never>, 'tell'>;
  consoleWindow: Pick<ConsoleWindow, 'show' | 'window'>;
  log: Log;
}

/** The inbox outside of the windows: its count on the dock or taskbar, and its notices; a click leads to the console. */
export function openInboxNotices({ texts, icon, file, dataProcess, consoleWindow, log }: InboxParts): InboxNotices {
  return createInboxNotices({
    texts,
    memory: createNoticeFile(file, log),
    isInFront: () => consoleWindow.window()?.isFocused() ?? false,
    badge: (count) =>
      showBadge(count, (waiting) => texts.waiting.replace('{count}', String(waiting)), consoleWindow.window()),
    show: (notice, onClick) => showSystemNotice({ ...notice, icon }, onClick, log),
    open(id) {
      consoleWindow.show();
      dataProcess.tell({ type: 'show-validation', id });
    },
  });
}
