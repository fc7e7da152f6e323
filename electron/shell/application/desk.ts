import type { DataProcess } from '../data-host/data-process.ts';
import type { HostMessage } from '../data-host/host-messages.ts';
import type { ShownDisplay } from '../../../shared/domain/walls/index.ts';
import type { WallWindows } from '../windows/wall-windows.ts';

/** What the shell and the data host tell each other of displays and walls. */
export interface Desk {
  /** Something is another than before: the data host is told, unless it knows. */
  changed(): void;
  /** Does what the data host orders. */
  hear(message: HostMessage): void;
}

export interface DeskOptions {
  dataProcess: Pick<DataProcess<never>, 'tell' | 'onRunning'>;
  walls: Pick<WallWindows, 'open' | 'setScreens'>;
  displays(): ShownDisplay[];
  /** What a wall is called in the user's language. */
  wallWord: string;
  /** Shows its number on each display. */
  identify(): void;
}

/**
 * Tells the data host what is on the desk, at once when it comes up and whenever that changes, and does what it orders. The
 * shell brings windows back without it: the data host may start later, or again.
 */
export function createDesk(options: DeskOptions): Desk {
  const { dataProcess, walls, wallWord } = options;
  let told = '';

  function tell(): void {
    const news = { type: 'desk' as const, displays: options.displays(), open: walls.open(), wallWord };
    const text = JSON.stringify(news);
    if (text !== told && dataProcess.tell(news)) told = text;
  }

  dataProcess.onRunning(() => {
    told = '';
    tell();
  });
  return {
    changed: tell,
    hear(message) {
      if (message.type === 'open-screens') walls.setScreens(message);
      else if (message.type === 'identify-displays') options.identify();
    },
  };
}
