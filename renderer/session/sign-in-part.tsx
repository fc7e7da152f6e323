import { useTranslation } from 'react-i18next';
import type { Session } from '../../shared/contract/index.ts';
import { errorSentence, useFormat } from '../i18n/index.ts';
import { useNow, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { useSignIn } from './use-sign-in.ts';

interface SignInPartProps {
  session: Session;
  /** What the button says. */
  label: string;
  /** It is what the page is for: it has the focus at first. */
  isMain?: boolean;
}

/** The button that begins a sign-in, and what becomes of it: waiting for the browser, or why it did not come about. */
export function SignInPart({ session, label, isMain = false }: SignInPartProps) {
  const { attempt } = session;
  const signIn = useSignIn();
  return (
    <div className="sign-in__part">
      {attempt === null ? (
        <>
          <SignInFault session={session} />
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the one thing to do on this page */}
          <TextButton main autoFocus={isMain} onPress={signIn} isDisabled={session.mode === 'starting'}>
            {label}
          </TextButton>
        </>
      ) : (
        <Waiting attempt={attempt} onAgain={signIn} />
      )}
    </div>
  );
}

/** The person is in their browser. */
function Waiting({ attempt, onAgain }: { attempt: NonNullable<Session['attempt']>; onAgain: () => void }) {
  const { t } = useTranslation();
  const { session } = useServices();
  const format = useFormat();
  const now = useNow();
  return (
    <output className="sign-in__waiting">
      <p className="sign-in__lead">{t('session.waiting')}</p>
      <p className="sign-in__detail">
        {t('session.waiting-detail', { time: format.duration(Math.max(0, now - attempt.sinceMs)) })}
      </p>
      <div className="sign-in__buttons">
        {attempt.url === null ? (
          <TextButton onPress={onAgain}>{t('session.open-again')}</TextButton>
        ) : (
          <a className="button" href={attempt.url} target="_blank" rel="noopener noreferrer">
            {t('session.open-page')}
          </a>
        )}
        <TextButton onPress={() => void session.cancelSignIn()}>{t('session.cancel')}</TextButton>
      </div>
    </output>
  );
}

/** Why nobody could sign in. Empty, and there for screen readers, when all is well. */
function SignInFault({ session: { fault } }: { session: Session }) {
  const { t } = useTranslation();
  const said = fault === null ? null : errorSentence(t, fault.code);
  return (
    <div role="alert" data-testid="sign-in-fault" data-code={fault?.code ?? 'none'}>
      {said === null ? null : (
        <p className="sign-in__fault">
          <StatusMark severity="warning" size="1.125rem" />
          <span>
            <strong>{said.sentence}</strong> {said.remedy}
          </span>
        </p>
      )}
    </div>
  );
}
