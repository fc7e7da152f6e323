import type { HostMessage } from './host-messages.ts';

export type Unsent = Pick<Extract<HostMessage, { type: 'status' }>, 'notSent' | 'needsPerson'>;

/** Knows what is not sent yet. While the data host is down, what it said last holds: edits are on disk. */
export interface UnsentWatch {
  hear(message: HostMessage): void;
  unsent(): Unsent;
}

export function createUnsentWatch(): UnsentWatch {
  let unsent: Unsent = { notSent: 0, needsPerson: 0 };
  return {
    hear(message) {
      if (message.type === 'status') unsent = { notSent: message.notSent, needsPerson: message.needsPerson };
    },
    unsent: () => unsent,
  };
}
