import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../shared/contract/index.ts';
import { LanguageSwitch, ThemeSwitch } from '../ui/appearance-switches.tsx';
import { TextButton } from '../ui/button.tsx';
import { Logo } from '../ui/icons.tsx';
import { useServices } from '../stores/services.tsx';
import { discardedFile } from './discarded-file.ts';
import { SignInPart } from './sign-in-part.tsx';
import './session.css';

/** What a window shows while nobody is signed in: who may be, where, and why. */
export function SignInPage({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { need, person, server, issuer } = session;
  useEffect(() => {
    document.title = t('session.page-title');
    document.documentElement.dataset['ready'] = 'true';
  }, [t]);
  return (
    <div className="sign-in" data-testid="sign-in" data-mode={session.mode} data-need={need ?? 'none'}>
      <main className="sign-in__card">
        <h1 className="sign-in__name">
          <Logo size="2rem" />
          Vigie
        </h1>
        {session.mode === 'starting' ? (
          <output className="sign-in__lead">{t('session.starting')}</output>
        ) : (
          <p className="sign-in__lead">{t(`session.need.${need ?? 'first'}`, { name: person?.name ?? '' })}</p>
        )}
        {/* Made anew when it can be pressed: what is disabled takes no focus. */}
        <SignInPart key={session.mode} session={session} label={t('session.sign-in')} isMain />
        <GoOffline session={session} />
        <dl className="sign-in__places">
          <dt>{t('session.server')}</dt>
          <dd>{hostOf(server)}</dd>
          {issuer === null ? null : (
            <>
              <dt>{t('session.issuer')}</dt>
              <dd>{hostOf(issuer)}</dd>
            </>
          )}
        </dl>
        <Notes session={session} />
      </main>
      <footer className="sign-in__foot">
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </div>
  );
}

/** The last person's work, while their issuer is away. */
function GoOffline({ session: { canGoOffline, person } }: { session: Session }) {
  const { t } = useTranslation();
  const { session } = useServices();
  if (!canGoOffline || person === null) return null;
  return (
    <div className="sign-in__part">
      <TextButton onPress={() => void session.goOffline()}>{t('session.go-offline', { name: person.name })}</TextButton>
      <p className="sign-in__detail">{t('session.go-offline-detail')}</p>
    </div>
  );
}

/** What somebody who sits down here should know. */
function Notes({ session: { isKept, others } }: { session: Session }) {
  const { t } = useTranslation();
  const file = discardedFile.read();
  const notes = [
    ...(file === null ? [] : [t('session.discarded-file', { file })]),
    ...others.map(({ name, notSent }) => t('session.other', { name, count: notSent })),
    ...(isKept ? [] : [t('session.not-kept')]),
  ];
  if (notes.length === 0) return null;
  return (
    <ul className="sign-in__notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

/** As people read it: without the scheme. */
function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, '');
}
