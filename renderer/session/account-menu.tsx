import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import type { Session } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { useServices, useSession } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { SignInPart } from './sign-in-part.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { useSignOut } from './use-sign-out.ts';
import './session.css';

/** Who works here, what they may do, and the way to lock the windows or to leave. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { session: store } = useServices();
  const session = useSession((state) => state.session);
  const [isOpen, setOpen] = useState(false);
  const signOut = useSignOut();
  useShortcut('account', () => setOpen(true));
  if (session === undefined) return null;
  const name = session.mode === 'person' ? (session.person?.name ?? '') : t('session.token');
  return (
    <>
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <Button
          className="button button--quiet button--icon"
          aria-label={t('session.menu', { name })}
          data-testid="account"
          data-mode={session.mode}
        >
          <Icon name="person" />
        </Button>
        <Popover className="popover" placement="bottom end" offset={6}>
          <Dialog className="account">
            <Heading slot="title" className="account__name">
              {name}
            </Heading>
            {session.mode === 'person' ? (
              <Person
                session={session}
                onLock={() => {
                  // What is open would lie over what comes back.
                  setOpen(false);
                  void store.lock();
                }}
                onSignOut={() => {
                  setOpen(false);
                  void signOut.ask();
                }}
              />
            ) : (
              <WithoutPerson session={session} />
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
      <SignOutDialog signOut={signOut} />
    </>
  );
}

interface PersonProps {
  session: Session;
  onLock: () => void;
  onSignOut: () => void;
}

function Person({ session, onLock, onSignOut }: PersonProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { person, offlineUntilMs, isKept, others, issuer } = session;
  const roles = person?.roles ?? null;
  const subsidiaries = person?.subsidiaries ?? null;
  return (
    <>
      <dl className="account__facts">
        <dt>{t('session.account')}</dt>
        <dd>{person?.account}</dd>
        <dt>{t('session.roles')}</dt>
        <dd>
          {roles === null ? t('session.roles-unknown') : roles.map((role) => t(`session.role.${role}`)).join(', ')}
        </dd>
        <dt>{t('session.subsidiaries')}</dt>
        <dd>{subsidiaries === null ? t('session.subsidiaries-all') : subsidiaries.join(', ')}</dd>
        <dt>{t('session.issuer')}</dt>
        <dd>{issuer?.replace(/^https?:\/\//, '')}</dd>
        <dt>{t('session.offline')}</dt>
        <dd>
          {offlineUntilMs === null ? null : t('session.offline-until', { time: format.dateTime(offlineUntilMs) })}
        </dd>
      </dl>
      {isKept ? null : <p className="account__note">{t('session.not-kept')}</p>}
      {others.map(({ name, notSent }) => (
        <p key={name} className="account__note">
          {t('session.other', { name, count: notSent })}
        </p>
      ))}
      <div className="account__buttons">
        <TextButton onPress={onLock}>{t('session.lock-now')}</TextButton>
        <TextButton onPress={onSignOut}>{t('session.sign-out')}</TextButton>
      </div>
    </>
  );
}

/** A program's token opens the server; a person may sign in all the same. */
function WithoutPerson({ session }: { session: Session }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="account__note">{t('session.token-detail')}</p>
      <SignInPart session={session} label={t('session.sign-in')} />
    </>
  );
}
