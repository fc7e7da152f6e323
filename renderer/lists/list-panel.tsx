import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { errorSentence, useFormat } from '../i18n/index.ts';
import type { Window } from '../stores/paged-list.ts';
import { useFreshness, useHealth, useHost, useNow, usePreferences } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { focusRegion } from '../ui/regions.ts';
import { SearchBox } from '../ui/search-box.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { StateMessage } from '../ui/state-message.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { HeldRows } from './held-rows.tsx';
import { type ListShown, listShown } from './list-state.ts';
import './list-panel.css';

export interface ListPanelProps<Row, Filter, By extends string, Answer extends Window<Row>>
  extends DataTableProps<Row, Filter, By, Answer> {
  testId: string;
  searchLabel: string;
  /** How many rows there are, as words. */
  countLabel: (total: number) => string;
  /** What there is none of, as a sentence. */
  emptyLabel: string;
  /** What would fill it, as a sentence; else that the back office does. */
  emptyDetail?: string | undefined;
  /** Filters beside the search. */
  filters?: ReactNode;
  isFiltered: boolean;
  onClearFilters: () => void;
  /** What can be done with the list as a whole, such as adding to it. */
  actions?: ReactNode;
  /** Between the tools and the rows, such as what can be done with those that are marked. */
  notice?: ReactNode;
  /** In place of the usual table. */
  table?: ReactNode;
}

/** A list with its search, filters and count, and with a sentence for each state that is not "here are the rows". */
export function ListPanel<Row, Filter, By extends string, Answer extends Window<Row>>(
  props: ListPanelProps<Row, Filter, By, Answer>,
) {
  const { testId, model, searchLabel, countLabel, filters, actions, notice } = props;
  const { t } = useTranslation();
  const search = useRef<HTMLInputElement>(null);
  const text = useStore(model.view, (view) => view.text);
  const list = useStore(model.list.state);
  const { offline } = useFreshness();
  const isFiltered = props.isFiltered || text !== '';
  const shown = useListShown(list, isFiltered);
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  useEffect(() => {
    model.list.setActive(true);
    return () => model.list.setActive(false);
  }, [model]);
  useShortcut('search', () => search.current?.focus());

  return (
    <div
      className="list-panel"
      data-testid={testId}
      data-state={shown.state}
      data-total={list.total ?? undefined}
      data-offline={offline}
    >
      <div className="list-panel__tools">
        <SearchBox
          label={searchLabel}
          clearLabel={t('list.clear-search')}
          value={text}
          onChange={model.setText}
          inputRef={search}
          shortcut={singleKeys ? '/' : undefined}
          onLeave={() => focusRegion('list')}
        />
        {filters === undefined ? null : <div className="list-panel__filters">{filters}</div>}
        <output className="list-panel__count">{list.total === null ? '' : countLabel(list.total)}</output>
        {actions}
      </div>
      {notice}
      <StaleNotice list={list} onRetry={model.list.retry} />
      {shown.state === 'ready' || shown.state === 'loading' ? (
        <HeldRows list={model.list}>{props.table ?? <DataTable {...props} />}</HeldRows>
      ) : (
        <NoRows {...props} shown={shown} isFiltered={isFiltered} />
      )}
    </div>
  );
}

/** What a list shows, decided from its rows and from how the window stands. */
export function useListShown(list: Parameters<typeof listShown>[0], filtered: boolean): ListShown {
  const connecting = useHost((host) => host.state === 'connecting');
  const firstSync = useHealth(({ health }) => health?.sync.phase === 'first');
  const neverSynced = useHealth(({ health }) => health !== undefined && health.sync.lastSyncAtMs === null);
  return listShown(list, { connecting, filtered, firstSync, neverSynced });
}

/** Says above the rows that they are not of now, or that some could not be read. */
export function StaleNotice({ list, onRetry }: { list: Parameters<typeof listShown>[0]; onRetry: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { offline, lastSyncAtMs } = useFreshness();
  const failure = list.failures.values().next().value;
  if (list.total === null || list.outdated) return null;
  if (offline && lastSyncAtMs !== null) {
    return (
      <p className="list-panel__notice" data-testid="stale-notice">
        <StatusMark severity="warning" />
        {t('list.synced-at', { time: format.time(lastSyncAtMs, now) })}
      </p>
    );
  }
  if (failure === undefined || failure.code === 'disconnected') return null;
  return (
    <p className="list-panel__notice" data-testid="page-failure">
      <StatusMark severity="warning" />
      {t('list.some-unread')} {errorSentence(t, failure.code).sentence}
      <TextButton quiet onPress={onRetry}>
        {t('list.retry')}
      </TextButton>
    </p>
  );
}

interface NoRowsProps {
  shown: ListShown & { state: 'empty' | 'error' };
  isFiltered: boolean;
  emptyLabel: string;
  emptyDetail?: string | undefined;
  onClearFilters: () => void;
  model: { list: { retry(): void }; setText(text: string): void };
}

function NoRows({ shown, emptyLabel, emptyDetail, onClearFilters, model }: NoRowsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const received = useHealth(({ health }) => health?.sync.received ?? 0);
  const serverFault = useHealth(({ health }) => health?.server.fault ?? null);
  if (shown.state === 'error') {
    const { sentence, remedy } = errorSentence(t, shown.error.code);
    return (
      <StateMessage
        severity="alarm"
        title={sentence}
        detail={remedy}
        action={<TextButton onPress={() => model.list.retry()}>{t('list.retry')}</TextButton>}
      />
    );
  }
  switch (shown.why) {
    case 'filtered':
      return (
        <StateMessage
          severity="normal"
          icon="search"
          title={t('list.no-match')}
          detail={t('list.no-match-detail')}
          action={
            <TextButton
              onPress={() => {
                model.setText('');
                onClearFilters();
              }}
            >
              {t('list.clear-filters')}
            </TextButton>
          }
        />
      );
    case 'first-sync':
      return (
        <StateMessage
          severity="unknown"
          title={t('list.first-sync')}
          detail={t('list.first-sync-detail', { rows: format.integer(received) })}
        />
      );
    case 'never-synced':
      return (
        <StateMessage
          severity="warning"
          title={t('list.never-synced')}
          detail={serverFault === null ? undefined : errorSentence(t, serverFault.code).sentence}
        />
      );
    case 'none':
      return (
        <StateMessage severity="normal" icon="list" title={emptyLabel} detail={emptyDetail ?? t('list.none-detail')} />
      );
  }
}
