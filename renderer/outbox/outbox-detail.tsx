import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '../../shared/contract/index.ts';
import { Detail } from '../lists/index.ts';
import { useOutboxNews, useServices } from '../stores/services.tsx';
import { focusRegion } from '../ui/regions.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import { EntryActions } from './entry-actions.tsx';
import { EntryFacts } from './entry-facts.tsx';
import { deedName, explanation, kindName, severityOf, titleOf } from './entry-names.ts';
import { SettlementForm } from './settlement-form.tsx';
import { linesOf } from './settlement.ts';
import { useEntry } from './use-entry.ts';
import './outbox-detail.css';

/** One entry that is not sent: what it changes, why it waits, and what can be done about it. */
export function OutboxDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const { selection, outbox } = useServices();
  const handle = useEntry(id);
  const { record } = handle;
  const isGone = record.state === 'error' && record.error.code === 'not-found';
  useEffect(() => {
    if (!isGone) return;
    // It was sent, or settled in another window, while it was looked at.
    outbox.arrived();
    selection.select(null);
    focusRegion('list');
  }, [isGone, outbox, selection]);
  if (isGone) return null;
  const kind =
    record.state === 'ready' ? `${kindName(t, record.value)} · ${deedName(t, record.value)}` : t('panel.outbox');
  return (
    <Detail
      kind={kind}
      handle={handle}
      renderTitle={(entry) => titleOf(t, entry)}
      onClose={() => {
        selection.select(null);
        focusRegion('list');
      }}
    >
      {(entry) => (
        <FocusTarget mutationId={id}>
          <p className="entry__state" data-testid="entry-state" data-state={entry.state}>
            <StatusMark severity={severityOf(entry.state)} />
            <strong>{t(`outbox.state.${entry.state}`)}</strong>
            <span className="entry__explanation">{explanation(t, entry)}</span>
          </p>
          {canSettle(entry) ? (
            <SettlementForm key={id} entry={entry} onStale={handle.retry} actions={<EntryActions entry={entry} />} />
          ) : (
            <>
              <EntryFacts entry={entry} />
              <div className="detail__actions">
                <EntryActions entry={entry} />
              </div>
            </>
          )}
        </FocusTarget>
      )}
    </Detail>
  );
}

/** Is there a value to choose or to mend? */
function canSettle(entry: OutboxEntry): entry is OutboxEntry & { entity: NonNullable<OutboxEntry['entity']> } {
  if (entry.entity === null || entry.isRemoved) return false;
  if (entry.state !== 'conflict' && entry.state !== 'rejected') return false;
  return linesOf(entry).some(({ kind }) => kind !== 'context');
}

/** Takes the focus when the entry is shown in the place of one that is gone, so that the keyboard is never lost. */
function FocusTarget({ mutationId, children }: { mutationId: string; children: ReactNode }) {
  const { outbox } = useServices();
  const isAwaited = useOutboxNews(({ focusOn }) => focusOn === mutationId);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isAwaited) return;
    outbox.focusOn(null);
    element.current?.focus();
  }, [isAwaited, outbox]);
  return (
    <div ref={element} tabIndex={-1} className="entry">
      {children}
    </div>
  );
}
