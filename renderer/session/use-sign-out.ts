import { useState } from 'react';
import type { ErrorCode } from '../../shared/contract/index.ts';
import { noteLeaving } from '../stores/personal-storage.ts';
import { useServices, useSession } from '../stores/services.tsx';
import type { SignOutAnswer } from '../stores/session-store.ts';
import { discardedFile } from './discarded-file.ts';

type Unsent = Extract<SignOutAnswer, { result: 'unsent' }>;

/** Signing out: at once where all is sent, else by what the person decides. */
export interface SignOut {
  /** What is not sent, and waits for a decision; null: nothing is asked. */
  readonly unsent: Unsent | null;
  readonly isBusy: boolean;
  /** Sending was tried, and something is left. */
  readonly isLeft: boolean;
  readonly failure: ErrorCode | null;
  ask(): Promise<void>;
  send(): Promise<void>;
  discard(): Promise<void>;
  stay: () => void;
}

export function useSignOut(): SignOut {
  const { session } = useServices();
  const key = useSession((state) => state.session?.personKey ?? null);
  const failure = useSession((state) => state.failure);
  const [unsent, setUnsent] = useState<Unsent | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isLeft, setLeft] = useState(false);

  async function leave(choice: 'ask' | 'send' | 'discard'): Promise<void> {
    setBusy(true);
    setLeft(false);
    if (key !== null) noteLeaving(localStorage, key);
    const answer = await session.signOut(choice);
    setBusy(false);
    if (answer === undefined) return;
    if (answer.result === 'unsent') {
      setLeft(choice === 'send');
      setUnsent(answer);
      return;
    }
    discardedFile.note(answer.file);
    setUnsent(null);
    if (answer.url !== null) window.open(answer.url, '_blank', 'noopener');
  }

  return {
    ...{ unsent, isBusy, isLeft, failure },
    ask: () => leave('ask'),
    send: () => leave('send'),
    discard: () => leave('discard'),
    stay: () => setUnsent(null),
  };
}
