import { useTranslation } from 'react-i18next';
import type { AlarmRow } from '../../shared/contract/index.ts';
import { AlarmMark } from './alarm-mark.tsx';

/** The mark of one alarm as it stands. */
export function MarkOf({ row, size }: { row: AlarmRow; size?: string }) {
  return (
    <AlarmMark
      priority={row.priority}
      isUnacknowledged={row.acknowledgedAt === null && row.closedAt === null}
      isActive={row.isActive}
      isAtRest={row.closedAt !== null}
      {...(size === undefined ? {} : { size })}
    />
  );
}

/** Where an alarm stands, in words: what was done here and the server has not heard of is said beside it. */
export function StateOfAlarm({ row }: { row: AlarmRow }) {
  const { t } = useTranslation();
  const { state, isShelved, isSuppressed, unsent } = row;
  return (
    <span className="alarm-state" data-state={state}>
      {t(`alarm.state.${state}`)}
      {isShelved ? <span className="alarm-state__hidden">, {t('alarm.state.shelved')}</span> : null}
      {isSuppressed ? <span className="alarm-state__hidden">, {t('alarm.state.suppressed')}</span> : null}
      {unsent === null ? null : (
        <span className="alarm-state__unsent" data-testid="alarm-unsent" data-unsent={unsent}>
          {' '}
          {isRefused(row) ? t('alarm.refused') : t('alarm.awaiting')}
        </span>
      )}
    </span>
  );
}

/** Whether what was done here waits for a person, since the server did not take it. */
export function isRefused({ unsent }: Pick<AlarmRow, 'unsent'>): boolean {
  return unsent === 'rejected' || unsent === 'conflict';
}
