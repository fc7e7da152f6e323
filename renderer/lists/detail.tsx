import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorSentence } from '../i18n/index.ts';
import { IconButton, TextButton } from '../ui/button.tsx';
import { StateMessage } from '../ui/state-message.tsx';
import type { RecordHandle } from './use-record.ts';
import './detail.css';

interface DetailProps<T> {
  /** What kind of thing it is: a small word above its name. */
  kind: string;
  handle: RecordHandle<T>;
  renderTitle: (value: T) => ReactNode;
  onClose: () => void;
  children: (value: T) => ReactNode;
}

/** The detail of one record, with its states. */
export function Detail<T>({ kind, handle, renderTitle, onClose, children }: DetailProps<T>) {
  const { t } = useTranslation();
  const { record } = handle;
  return (
    <section className="detail" aria-label={kind} data-testid="detail" data-state={record.state}>
      <header className="detail__head">
        <div className="detail__names">
          <p className="detail__kind">{kind}</p>
          <h2 className="detail__title">{record.state === 'ready' ? renderTitle(record.value) : '\u00a0'}</h2>
        </div>
        <IconButton icon="close" name={t('detail.close')} shortcut="Esc" onPress={onClose} />
      </header>
      <div className="detail__body">
        {record.state === 'ready' ? children(record.value) : null}
        {record.state === 'loading' ? <span className="skeleton" /> : null}
        {record.state === 'error' ? (
          <StateMessage
            severity="warning"
            title={errorSentence(t, record.error.code).sentence}
            detail={errorSentence(t, record.error.code).remedy}
            action={<TextButton onPress={handle.retry}>{t('list.retry')}</TextButton>}
          />
        ) : null}
      </div>
    </section>
  );
}

/** Names and values. What has no value says so, rather than leaving a hole. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const isMissing = children === null || children === undefined || children === '';
  return (
    <div className={wide ? 'fact fact--wide' : 'fact'}>
      <dt className="fact__name">{name}</dt>
      <dd className="fact__value">{isMissing ? <Missing label={t('detail.unknown')} /> : children}</dd>
    </div>
  );
}

/** A dash for the eye, a word for the ear. */
export function Missing({ label }: { label: string }) {
  return (
    <span className="missing">
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
