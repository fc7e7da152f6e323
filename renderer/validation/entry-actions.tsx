import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ValidationRow } from '../../shared/contract/index.ts';
import type { Marking } from '../../shared/domain/index.ts';
import { useEditing } from '../billing/index.ts';
import { useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { useMySubject } from './use-inbox-counts.ts';

const HOUR_MS = 3_600_000;
/** How long an entry can be put off, hours. */
const SNOOZES = [4, 24, 72] as const;

/** What one does with the entry of one's own inbox. Without knowing whose inbox it is there is nothing to do. */
export function EntryActions({ row, children }: { row: ValidationRow; children: ReactNode }) {
  const { t } = useTranslation();
  const { clock } = useServices();
  const editing = useEditing();
  const me = useMySubject();
  const { id, facts, state, folders, isUnread } = row;
  const mark = (marking: Marking, until?: string) =>
    void editing.act('validation', id, marking, facts.label, {
      ...{ by: me ?? '' },
      ...(until === undefined ? {} : { until }),
    });
  const isSnoozed = folders.includes('snoozed');
  const isArchived = folders.includes('archived');
  return (
    <div className="detail__actions">
      {children}
      {me === null ? null : (
        <>
          {state === 'pending' && !isSnoozed
            ? SNOOZES.map((hours) => (
                <TextButton
                  key={hours}
                  quiet
                  onPress={() => mark('snooze', new Date(clock.nowMs() + hours * HOUR_MS).toISOString())}
                >
                  {t('inbox.snooze', { count: hours })}
                </TextButton>
              ))
            : null}
          {isSnoozed ? <TextButton onPress={() => mark('wake')}>{t('inbox.wake')}</TextButton> : null}
          {state !== 'pending' && !isArchived ? (
            <TextButton onPress={() => mark('archive')}>{t('inbox.archive')}</TextButton>
          ) : null}
          {isArchived ? <TextButton onPress={() => mark('restore')}>{t('inbox.restore')}</TextButton> : null}
          {isUnread ? null : (
            <TextButton quiet onPress={() => mark('unread')}>
              {t('inbox.unread')}
            </TextButton>
          )}
        </>
      )}
    </div>
  );
}
