import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import type { Column } from '../lists/index.ts';
import { useNow } from '../stores/services.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { ChangeSummary } from './change-summary.tsx';
import { kindName, severityOf, titleOf } from './entry-names.ts';

/** What is told of each entry. */
export function useOutboxColumns(): readonly Column<OutboxEntry, 'order'>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'state',
        header: t('outbox.column.state'),
        width: '9rem',
        render: ({ state }) => (
          <span className={`entry-state entry-state--${severityOf(state)}`} data-state={state}>
            <StatusMark severity={severityOf(state)} size="0.9em" />
            {t(`outbox.state.${state}`)}
          </span>
        ),
      },
      {
        key: 'kind',
        header: t('outbox.column.kind'),
        width: '10.5rem',
        from: 56,
        render: (entry) => <span className="entry-kind">{kindName(t, entry)}</span>,
      },
      {
        key: 'what',
        header: t('outbox.column.what'),
        width: 'minmax(9rem, 1.1fr)',
        render: (entry) => <strong>{titleOf(t, entry)}</strong>,
      },
      {
        key: 'change',
        header: t('outbox.column.change'),
        width: 'minmax(10rem, 1.6fr)',
        render: (entry) => <ChangeSummary entry={entry} />,
      },
      {
        key: 'when',
        header: t('outbox.column.when'),
        width: '6rem',
        align: 'end',
        from: 40,
        render: ({ madeAtMs }) => <MadeAt atMs={madeAtMs} />,
      },
    ],
    [t],
  );
}

function MadeAt({ atMs }: { atMs: number }) {
  const format = useFormat();
  const now = useNow();
  return <time dateTime={new Date(atMs).toISOString()}>{format.time(atMs, now)}</time>;
}
