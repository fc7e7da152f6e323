import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry, OutboxState } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { TO_SETTLE } from '../stores/outbox-store.ts';
import { useHealth, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { entryText } from './entry-text.ts';
import { useNext } from './use-next.ts';

const PANEL_OF = {
  'third-party': 'third-parties',
  'billing-cycle': 'billing-cycles',
  mission: 'missions',
  validation: 'validations',
  incident: 'incidents',
  handover: 'handovers',
  alarm: 'alarms',
} as const;
/** Those that a person may send once more as they are. */
const SENT_AGAIN: ReadonlySet<OutboxState> = new Set(['rejected', 'unreadable', 'recovered']);
/** Those whose values a person may have to enter anew elsewhere. */
const COPIED: ReadonlySet<OutboxState> = new Set(['unreadable', 'other-server', 'recovered', 'discarded']);

/** What can be done with an entry besides settling it. */
export function EntryActions({ entry }: { entry: OutboxEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { outbox, selection } = useServices();
  const { state, op, mutationId, title, waitsFor } = entry;
  const { discard, restore, again } = useDeeds(entry);
  const isAgain = SENT_AGAIN.has(state);
  const isSettledByDeed = state === 'conflict' && !entry.isRemoved && (op === 'delete' || op === 'action');
  const isCopied = COPIED.has(state) || (state === 'conflict' && entry.isRemoved);
  return (
    <>
      {isSettledByDeed ? (
        <TextButton main onPress={again}>
          {t(op === 'delete' ? 'settle.again-removal' : 'settle.again-action')}
        </TextButton>
      ) : null}
      {isAgain ? (
        <TextButton onPress={again}>{t(state === 'rejected' ? 'outbox.retry-as-is' : 'outbox.retry')}</TextButton>
      ) : null}
      {waitsFor === null ? null : (
        <TextButton
          onPress={() => {
            outbox.focusOn(waitsFor);
            selection.select({ panel: 'outbox', id: waitsFor });
          }}
        >
          {t('outbox.show-awaited')}
        </TextButton>
      )}
      {state === 'discarded' ? <TextButton onPress={restore}>{t('outbox.restore')}</TextButton> : null}
      {state === 'discarded' || state === 'cancelling' ? null : (
        <DiscardButton key={mutationId} {...{ title, state, attempts: entry.attempts }} onDiscard={discard} />
      )}
      <ShowRecord entry={entry} />
      {isCopied ? (
        <CopyText label={t('outbox.copy')} name={t('outbox.text')} text={() => entryText(t, format, entry)} />
      ) : null}
    </>
  );
}

/** Each goes on to the next entry, where this one is done with. */
function useDeeds(entry: OutboxEntry) {
  const { outbox } = useServices();
  const goOn = useNext();
  async function done(deed: () => Promise<boolean>): Promise<void> {
    const isToSettle = TO_SETTLE.some((state) => state === entry.state);
    const next = isToSettle ? await outbox.nextToSettle(entry.mutationId) : undefined;
    if (await deed()) goOn(next);
  }
  return {
    discard: () => void done(() => outbox.discard(entry)),
    again: () => void done(() => outbox.retry(entry)),
    restore: () =>
      void outbox.restore([entry.mutationId], entry.title).then((isDone) => {
        if (isDone) goOn(undefined);
      }),
  };
}

interface DiscardButtonProps {
  title: string;
  state: OutboxState;
  attempts: number;
  onDiscard: () => void;
}

function DiscardButton({ title, state, attempts, onDiscard }: DiscardButtonProps) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  useShortcut('remove', () => setAsking(true));
  const mayHaveArrived = attempts > 0 && (state === 'sent' || state === 'queued' || state === 'held');
  const detail = t('outbox.discard-detail', { title });
  return (
    <>
      <TextButton onPress={() => setAsking(true)}>{t('outbox.discard')}</TextButton>
      <Confirm
        title={t('outbox.discard-title')}
        detail={mayHaveArrived ? `${detail} ${t('outbox.discard-sent')}` : detail}
        confirm={t('outbox.discard')}
        isOpen={isAsking}
        onConfirm={onDiscard}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

/** To the row itself, where it is there to be looked at. */
function ShowRecord({ entry: { entity, id, op, isRemoved, state } }: { entry: OutboxEntry }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const isKnown = useHealth(({ health }) => health?.sync.lastSyncAtMs !== null);
  const isShown = op !== 'create' || state === 'queued' || state === 'sent' || state === 'held';
  // A geofence is shown on the map, where nothing is selected but vehicles; a delegation has no detail; rules of alarms have a page of their own.
  if (
    entity === null ||
    entity === 'geofence' ||
    entity === 'delegation' ||
    entity === 'alarm-rule' ||
    id === null ||
    isRemoved ||
    !isKnown ||
    !isShown ||
    state === 'other-server'
  )
    return null;
  const panel = PANEL_OF[entity];
  return (
    <TextButton
      onPress={() => {
        selection.showPanel(panel);
        selection.select({ panel, id });
      }}
    >
      {t(`outbox.show-record.${entity}`)}
    </TextButton>
  );
}
