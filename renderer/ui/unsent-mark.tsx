import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnsentState } from '../../shared/contract/index.ts';
import { Icon } from './icons.tsx';
import { StatusMark } from './status-mark.tsx';
import './unsent-mark.css';

/** How a row stands towards the server. Waiting is normal and grey; only what a person must settle has a colour. */
export function UnsentMark({ state }: { state: UnsentState }) {
  const { t } = useTranslation();
  return (
    <span className={`unsent unsent--${state}`} data-unsent={state}>
      {state === 'queued' ? <Icon name="unsent" size="0.875em" /> : <StatusMark severity="warning" />}
      {t(`unsent.${state}`)}
    </span>
  );
}

/** What a row is called, with its mark behind it where it is not on the server. */
export function WithUnsent({ state, children }: { state: UnsentState | null; children: ReactNode }) {
  if (state === null) return <strong>{children}</strong>;
  return (
    <span className="with-unsent">
      <strong>{children}</strong>
      <UnsentMark state={state} />
    </span>
  );
}
