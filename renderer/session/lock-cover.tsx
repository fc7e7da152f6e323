import { useTranslation } from 'react-i18next';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Session } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { FaultBanner, overallOf, useObserved } from '../status/index.ts';
import { useNow } from '../stores/services.tsx';
import { Clock } from '../ui/clock.tsx';
import { Logo } from '../ui/icons.tsx';
import { SignInPart } from './sign-in-part.tsx';

interface LockCoverProps {
  session: Session;
  lock: NonNullable<Session['lock']>;
}

/**
 * Covers the console until its person has signed in again. What they were doing stays beneath, and out of reach; whether the fleet is live
 * is still said, since a screen in a control room may not keep that to itself.
 */
export function LockCover({ session, lock }: LockCoverProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { observed, faults } = useObserved();
  const name = session.person?.name ?? '';
  return (
    <ModalOverlay className="lock-cover" isOpen isKeyboardDismissDisabled>
      <Modal className="lock-cover__modal">
        <Dialog className="lock-cover__dialog" data-testid="lock" data-reason={lock.reason}>
          <header className="lock-cover__top">
            <span className="lock-cover__state">{t(`status.overall.${overallOf(observed, faults)}`)}</span>
            <Clock />
          </header>
          <FaultBanner quiet />
          <div className="sign-in__card">
            <p className="sign-in__name">
              <Logo size="2rem" />
              Vigie
            </p>
            <Heading slot="title" className="sign-in__lead">
              {t(`session.lock.${lock.reason}`, { name })}
            </Heading>
            <p className="sign-in__detail">
              {t('session.lock.since', { time: format.preciseTime(lock.sinceMs, now), name })}
            </p>
            <SignInPart session={session} label={t('session.unlock')} isMain />
            <p className="sign-in__detail">{t('session.lock.other')}</p>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
