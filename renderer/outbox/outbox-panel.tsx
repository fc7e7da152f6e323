import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { errorSentence } from '../i18n/index.ts';
import { DataTable } from '../lists/index.ts';
import { OUTBOX_VIEWS, type OutboxFilter, WHOLE_OUTBOX } from '../stores/outbox-store.ts';
import { useFreshness, useHealth, useSelection, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { ScopeChip } from '../ui/scope-chip.tsx';
import { StateMessage } from '../ui/state-message.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { useOutboxColumns } from './outbox-columns.tsx';
import './outbox-panel.css';

/** All that the server does not have yet, what a person must settle first, and what was thrown away. */
export function OutboxPanel() {
  const { t } = useTranslation();
  const { outbox } = useServices();
  const { list } = outbox;
  const { view, scope } = useStore(list.view, ({ filter }) => filter);
  const { total } = useStore(list.list.state);
  useEffect(() => {
    list.list.setActive(true);
    return () => list.list.setActive(false);
  }, [list]);
  return (
    <div className="list-panel outbox-panel" data-testid="outbox-list" data-total={total ?? undefined}>
      <div className="list-panel__tools">
        <ChoiceGroup
          label={t('outbox.view')}
          choices={OUTBOX_VIEWS.map((value) => ({ value, label: t(`outbox.view.${value}`) }))}
          value={view}
          onChange={(next) => list.setFilter({ view: next, scope })}
        />
        {scope === null ? null : (
          <ScopeChip
            label={t('outbox.scope', { name: scope.label })}
            removeLabel={t('outbox.scope.remove')}
            onRemove={() => list.setFilter({ view, scope: null })}
          />
        )}
        <output className="list-panel__count">{total === null ? '' : t('outbox.count', { count: total })}</output>
        <SendNow />
      </div>
      <WaitingNotice />
      <Entries filter={{ view, scope }} />
      <NoticeBar />
    </div>
  );
}

function SendNow() {
  const { t } = useTranslation();
  const { outbox } = useServices();
  const notSent = useHealth(({ health }) => health?.outbox.notSent ?? 0);
  if (notSent === 0) return null;
  return <TextButton onPress={() => void outbox.retry()}>{t('outbox.send-now')}</TextButton>;
}

/** Why nothing goes at present, where something waits. */
function WaitingNotice() {
  const { t } = useTranslation();
  const { offline } = useFreshness();
  const notSent = useHealth(({ health }) => health?.outbox.notSent ?? 0);
  const fault = useHealth(({ health }) => health?.outbox.fault ?? null);
  if (notSent === 0) return null;
  if (fault !== null) {
    const { sentence, remedy } = errorSentence(t, fault.code);
    return (
      <p className="list-panel__notice" data-testid="paused-notice">
        <StatusMark severity="warning" />
        {`${t('outbox.paused')} ${sentence} ${remedy}`}
      </p>
    );
  }
  if (!offline) return null;
  return (
    <p className="list-panel__notice list-panel__notice--calm" data-testid="offline-notice">
      <StatusMark severity="notice" />
      {t('outbox.offline', { count: notSent })}
    </p>
  );
}

function Entries({ filter }: { filter: OutboxFilter }) {
  const { t } = useTranslation();
  const { selection, outbox } = useServices();
  const { list } = outbox;
  const { total, failures, outdated } = useStore(list.list.state);
  const selected = useSelection((state) => state.selected);
  const columns = useOutboxColumns();
  const error = failures.values().next().value;
  if (error !== undefined && (total === null || outdated)) {
    const { sentence, remedy } = errorSentence(t, error.code);
    return (
      <StateMessage
        severity="alarm"
        title={sentence}
        detail={remedy}
        action={<TextButton onPress={() => list.list.retry()}>{t('list.retry')}</TextButton>}
      />
    );
  }
  if (total === 0 && !outdated) return <Nothing filter={filter} />;
  return (
    <DataTable
      label={t('panel.outbox')}
      model={list}
      columns={columns}
      rowId={(row) => row.mutationId}
      selectedId={selected?.panel === 'outbox' ? selected.id : null}
      onSelect={(row) => selection.select({ panel: 'outbox', id: row.mutationId })}
    />
  );
}

/** Nothing is good news here, and looks calm. */
function Nothing({ filter: { view, scope } }: { filter: OutboxFilter }) {
  const { t } = useTranslation();
  const { outbox } = useServices();
  const isScoped = scope !== null && view === 'all';
  return (
    <StateMessage
      severity="normal"
      icon="check"
      title={isScoped ? t('outbox.empty.scope') : t(`outbox.empty.${view}`)}
      detail={t(`outbox.empty.${view}-detail`)}
      action={
        scope === null ? undefined : (
          <TextButton onPress={() => outbox.list.setFilter(WHOLE_OUTBOX)}>{t('list.clear-filters')}</TextButton>
        )
      }
    />
  );
}
