import { type ReactNode, useEffect, useState } from 'react';
import type { Session } from '../../shared/contract/index.ts';
import { useHost, useSession } from '../stores/services.tsx';
import { finishLeaving } from '../stores/personal-storage.ts';
import { discardedFile } from './discarded-file.ts';
import { LockCover } from './lock-cover.tsx';
import { SignInPage } from './sign-in-page.tsx';
import './session.css';

interface SessionGateProps {
  /** What the person works with, given the `personKey` under which things of theirs are kept. */
  children: (personKey: string | null) => ReactNode;
  /** Loads the page anew. */
  reload: () => void;
}

/** Shows a console to whoever may work in it: nothing of one person is ever shown to another. */
export function SessionGate({ children, reload }: SessionGateProps) {
  const session = useSession((state) => state.session);
  const isLost = useHost((host) => host.state === 'lost');
  const isOther = useOtherPerson(session, reload);
  if (session === undefined) return isLost ? children(null) : null;
  if (isOther) return null;
  if (session.mode === 'starting' || session.mode === 'nobody') return <SignInPage session={session} />;
  return (
    <>
      {children(session.personKey)}
      {session.lock === null ? null : <LockCover session={session} lock={session.lock} />}
    </>
  );
}

/** Another person than the one for whom the page was loaded: what it still holds of the first goes with it. */
function useOtherPerson(session: Session | undefined, reload: () => void): boolean {
  const shown = session === undefined ? undefined : keyOf(session);
  const [first, setFirst] = useState<string>();
  // From the sign-in page to the console there is nothing to leave behind.
  if (shown !== undefined && shown !== first && (first === undefined || first === NOBODY)) setFirst(shown);
  const isOther = shown !== undefined && first !== undefined && first !== NOBODY && shown !== first;
  useEffect(() => {
    if (session === undefined) return;
    finishLeaving(localStorage, session.personKey);
    if (session.personKey !== null) discardedFile.note(null);
  }, [session]);
  useEffect(() => {
    if (isOther) reload();
  }, [isOther, reload]);
  return isOther;
}

const NOBODY = 'nobody';

function keyOf({ mode, personKey }: Session): string {
  if (mode === 'starting' || mode === 'nobody') return NOBODY;
  return personKey ?? 'token';
}
