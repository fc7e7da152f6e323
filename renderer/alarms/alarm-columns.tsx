import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmRow, AlarmView } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import type { Column } from '../lists/index.ts';
import { useNow } from '../stores/services.tsx';
import type { AlarmSort } from './alarm-list.ts';
import { MarkOf, StateOfAlarm } from './alarm-state.tsx';
import { measureText } from './alarm-text.ts';

/** The columns of the list; of what is hidden, until when. */
export function useAlarmColumns(view: AlarmView): readonly Column<AlarmRow, AlarmSort>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => [
      {
        key: 'priority',
        header: t('alarm.column.priority'),
        width: '6.5rem',
        sort: 'priority',
        render: (row) => (
          <span className="alarm-priority" data-priority={row.priority}>
            <MarkOf row={row} />
            {t(`alarm.priority.${row.priority}`)}
          </span>
        ),
      },
      {
        key: 'subject',
        header: t('alarm.column.subject'),
        width: 'minmax(6rem, 1fr)',
        sort: 'subject',
        render: ({ subject, explains }) => (
          <>
            <strong>{subject}</strong>
            {explains === 0 ? null : (
              <span className="alarm-explains"> {t('alarm.explains', { count: explains })}</span>
            )}
          </>
        ),
      },
      {
        key: 'kind',
        header: t('alarm.column.kind'),
        width: 'minmax(7rem, 1fr)',
        render: ({ kind }) => t(`alarm.kind.${kind}`),
      },
      {
        key: 'value',
        header: t('alarm.column.value'),
        width: '6rem',
        align: 'end',
        from: 56,
        render: (row) => measureText({ t, format }, row, row.value),
      },
      {
        key: 'state',
        header: t('alarm.column.state'),
        width: 'minmax(10rem, 1.2fr)',
        sort: 'state',
        render: (row) => <StateOfAlarm row={row} />,
      },
      view === 'shelved' || view === 'suppressed'
        ? {
            key: 'until',
            header: t('alarm.column.until'),
            width: '8rem',
            render: (row) => <Until row={row} view={view} />,
          }
        : {
            key: 'rule',
            header: t('alarm.column.rule'),
            width: 'minmax(6rem, 1fr)',
            sort: 'rule' as const,
            from: 66,
            render: ({ ruleName }) => ruleName,
          },
      {
        key: 'raised',
        header: t('alarm.column.raised'),
        width: '6.5rem',
        sort: 'raisedAt',
        align: 'end',
        render: (row) => <Raised row={row} />,
      },
    ],
    [t, format, view],
  );
}

function Raised({ row: { raisedAt } }: { row: AlarmRow }) {
  const format = useFormat();
  const now = useNow();
  return <>{format.preciseTime(Date.parse(raisedAt), now)}</>;
}

function Until({ row, view }: { row: AlarmRow; view: 'shelved' | 'suppressed' }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const until = view === 'shelved' ? row.shelvedUntil : row.suppressedUntil;
  if (until !== null) return <>{format.time(Date.parse(until), now)}</>;
  return (
    <>
      {row.suppressedBy === 'group' || row.suppressedBy === 'cause'
        ? t(`alarm.suppressed-by.${row.suppressedBy}`)
        : null}
    </>
  );
}
