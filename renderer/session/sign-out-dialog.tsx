import { useTranslation } from 'react-i18next';
import { errorSentence } from '../i18n/index.ts';
import { TextButton } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import type { SignOut } from './use-sign-out.ts';

/** What becomes of edits that are not sent when their person leaves: they decide, and nothing is lost without their saying so. */
export function SignOutDialog({ signOut }: { signOut: SignOut }) {
  const { t } = useTranslation();
  const { unsent, isBusy, isLeft, failure } = signOut;
  if (unsent === null) return null;
  const { notSent, needsPerson } = unsent;
  const said = failure === null ? null : errorSentence(t, failure);
  return (
    <Sheet
      testId="sign-out"
      title={t('session.unsent-title', { count: notSent })}
      isOpen
      onClose={signOut.stay}
      foot={
        <>
          <TextButton isDisabled={isBusy} onPress={() => void signOut.discard()}>
            {t('session.discard', { count: notSent })}
          </TextButton>
          <TextButton isDisabled={isBusy} onPress={() => void signOut.send()}>
            {isBusy ? t('session.sending') : t('session.send')}
          </TextButton>
          <TextButton main onPress={signOut.stay}>
            {t('session.stay')}
          </TextButton>
        </>
      }
    >
      <output className="sign-out">
        <p>{t('session.unsent-detail')}</p>
        {needsPerson === 0 ? null : <p>{t('session.unsent-settle', { count: needsPerson })}</p>}
        <p>{t('session.discard-detail')}</p>
        {isLeft ? <p className="sign-out__left">{t('session.unsent-left', { count: notSent })}</p> : null}
        {said === null ? null : (
          <p className="sign-out__left">
            {said.sentence} {said.remedy}
          </p>
        )}
      </output>
    </Sheet>
  );
}
