import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RpcError } from '../../shared/rpc/index.ts';
import { errorSentence } from '../i18n/index.ts';
import { useClient, useHealth } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { CopyText } from '../ui/copy-text.tsx';

/** What is asked for when something is wrong: the state of all parts as text, and reading everything anew. */
export function StatusTools() {
  const { t } = useTranslation();
  const client = useClient();
  const [failed, setFailed] = useState<string | null>(null);

  async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    setFailed(null);
    try {
      return await action();
    } catch (error) {
      setFailed(error instanceof RpcError ? error.code : 'internal');
      return undefined;
    }
  }

  return (
    <div className="status-tools">
      <CopyText
        label={t('status.copy-diagnostics')}
        name={t('status.diagnostics')}
        text={async () => (await attempt(() => client.request('diagnostics.text', {})))?.text}
      />
      <Rebuild onRebuild={() => attempt(() => client.request('cache.rebuild', {}))} />
      <p className="status-tools__said" role="alert">
        {failed === null ? null : `${errorSentence(t, failed).sentence} ${errorSentence(t, failed).remedy}`}
      </p>
    </div>
  );
}

/** Asks within the same dialog: another one over it would take the focus away from where the person was. */
function Rebuild({ onRebuild }: { onRebuild: () => Promise<unknown> }) {
  const { t } = useTranslation();
  const notSent = useHealth(({ health }) => health?.outbox.notSent ?? 0);
  const [asking, setAsking] = useState<'no' | 'yes' | 'done'>('no');
  const start = useRef<HTMLButtonElement>(null);
  const isAsking = asking === 'yes';
  const close = (next: 'no' | 'done') => {
    setAsking(next);
    start.current?.focus();
  };
  return (
    <>
      <TextButton ref={start} aria-expanded={isAsking} onPress={() => setAsking(isAsking ? 'no' : 'yes')}>
        {t('status.rebuild')}
      </TextButton>
      {asking === 'no' ? null : (
        <div className="status-tools__question" role={asking === 'done' ? 'status' : 'group'} data-testid="rebuild">
          {asking === 'done' ? (
            <p>{t('status.rebuild-begun')}</p>
          ) : (
            <>
              <p>
                {t('status.rebuild-detail')}{' '}
                {notSent === 0 ? t('status.rebuild-none') : t('status.rebuild-keeps', { count: notSent })}
              </p>
              <div className="status-tools__buttons">
                <TextButton
                  onPress={() => {
                    close('done');
                    void onRebuild().then((answer) => {
                      if (answer === undefined) setAsking('no');
                    });
                  }}
                >
                  {t('status.rebuild-do')}
                </TextButton>
                <TextButton onPress={() => close('no')}>{t('status.rebuild-not')}</TextButton>
              </div>
            </>
          )}
        </div>
      )}
    </>
  );
}
