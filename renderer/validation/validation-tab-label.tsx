import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { useInboxCounts } from './use-inbox-counts.ts';

/** The name of the panel, with how many wait for the person. */
export function ValidationTabLabel() {
  const { t } = useTranslation();
  const format = useFormat();
  const { mine } = useInboxCounts();
  if (mine === 0) return <>{t('panel.validations')}</>;
  return (
    <span className="outbox-tab" data-testid="validation-tab" data-mine={mine}>
      <span className="visually-hidden">{`${t('panel.validations')}, ${t('inbox.waiting', { count: mine })}`}</span>
      <span aria-hidden="true">{t('panel.validations')}</span>
      <span className="outbox-tab__count" aria-hidden="true">
        {format.integer(mine)}
      </span>
    </span>
  );
}
