import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { useHealth } from '../stores/services.tsx';
import { StatusMark } from '../ui/status-mark.tsx';

/** The name of the panel, with how many there are; nothing but the name when all is sent. */
export function OutboxTabLabel() {
  const { t } = useTranslation();
  const format = useFormat();
  const notSent = useHealth(({ health }) => health?.outbox.notSent ?? 0);
  const toSettle = useHealth(({ health }) =>
    health === undefined ? 0 : health.outbox.conflicts + health.outbox.rejected + health.outbox.others,
  );
  if (notSent === 0) return <>{t('panel.outbox')}</>;
  const said = t('panel.outbox-count', { count: notSent });
  return (
    <span className="outbox-tab" data-testid="outbox-tab" data-not-sent={notSent} data-to-settle={toSettle}>
      <span className="visually-hidden">
        {toSettle === 0 ? said : `${said}, ${t('panel.outbox-to-settle', { count: toSettle })}`}
      </span>
      <span aria-hidden="true">{t('panel.outbox')}</span>
      <span className="outbox-tab__count" aria-hidden="true">
        {toSettle === 0 ? null : <StatusMark severity="warning" size="0.8em" />}
        {format.integer(notSent)}
      </span>
    </span>
  );
}
