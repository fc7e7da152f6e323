import type { HostMessage } from '../data-host/host-messages.ts';
import type { Texts } from '../application/texts.ts';

export type InboxMessage = Extract<HostMessage, { type: 'inbox' }>;

/** What is kept over a restart: which notices were shown, and whether the person wants any. */
export interface NoticeMemory {
  readonly isOn: boolean;
  /** Keys, the oldest first. */
  readonly shown: readonly string[];
}

export interface InboxNoticesOptions {
  texts: Texts;
  memory: { load(): NoticeMemory; save(memory: NoticeMemory): void };
  /** The person looks at a console: what is new is seen there. */
  isInFront(): boolean;
  /** Puts how much waits on the dock or the taskbar. */
  badge(count: number): void;
  show(notice: { title: string; body: string }, onClick: () => void): void;
  /** Has the console show a validation, or the inbox (null). */
  open(validationId: string | null): void;
}

export interface InboxNotices {
  hear(message: HostMessage): void;
  isOn(): boolean;
  setOn(isOn: boolean): void;
}

/** More than a person has at a time; what is older than that comes no more. */
const MOST_KEPT = 500;

/**
 * Shows what is new in the inbox while nobody looks at it: each thing once, also over a restart, and several at a time as one. Quiet while a
 * console is in front, and where the person wants none; what came meanwhile is not made up for afterwards.
 */
export function createInboxNotices(options: InboxNoticesOptions): InboxNotices {
  const { texts, memory } = options;
  let { isOn, shown } = memory.load();

  function keep(): void {
    memory.save({ isOn, shown });
  }

  function hear(message: HostMessage): void {
    if (message.type !== 'inbox') return;
    options.badge(message.mine);
    const fresh = message.notices.filter(({ key }) => !shown.includes(key));
    if (fresh.length === 0) return;
    shown = [...shown, ...fresh.map(({ key }) => key)].slice(-MOST_KEPT);
    keep();
    if (isOn && !options.isInFront()) show(fresh);
  }

  function show(fresh: InboxMessage['notices']): void {
    const [first, ...others] = fresh;
    if (first === undefined) return;
    if (others.length === 0) {
      options.show({ title: texts.notices[first.kind], body: first.label }, () => options.open(first.id));
      return;
    }
    const body = fresh
      .slice(0, 3)
      .map(({ label }) => label)
      .join(', ');
    const title = texts.noticesMany.replace('{count}', String(fresh.length));
    options.show({ title, body: fresh.length > 3 ? `${body}…` : body }, () => options.open(null));
  }

  return {
    hear,
    isOn: () => isOn,
    setOn(next) {
      isOn = next;
      keep();
    },
  };
}
