import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import {
  MAX_WINDOW_ROWS,
  type MissionColumnKey,
  type MissionTableView,
  type ShownColumn,
} from '../../../shared/contract/index.ts';
import { MISSION_STATUSES } from '../../../shared/domain/index.ts';
import { ListPanel } from '../../lists/index.ts';
import { useMayEdit, usePreferences, useSelection, useServices } from '../../stores/services.tsx';
import { FilterChips } from '../../ui/choice-group.tsx';
import { focusRegion } from '../../ui/regions.ts';
import { useShortcut } from '../../ui/shortcuts.tsx';
import type { BillingLists } from '../billing-lists.ts';
import { ChosenMissions } from './chosen-missions.tsx';
import { fromClipboard } from './clipboard-table.ts';
import { FIRST_COLUMNS } from './columns.tsx';
import { ColumnsDialog } from './columns-dialog.tsx';
import { MissionFilterChips } from './filter-chips.tsx';
import { MissionFilterDialog } from './filter-dialog.tsx';
import { ALL_MISSIONS, filterQuery, isFiltered } from './mission-filter.ts';
import { MissionBar } from './mission-bar.tsx';
import { MissionGrid } from './mission-grid.tsx';
import { MissionTotals } from './mission-totals.tsx';
import { type Pasted, PasteDialog } from './paste-dialog.tsx';
import { ReferenceDialog, type ReferenceCell } from './reference-dialog.tsx';
import { useCopy } from './use-copy.ts';
import { useMissionViews } from './use-mission-views.ts';
import { ViewsDialog } from './views-dialog.tsx';
import './mission-panel.css';

type Open =
  | { what: 'filter' | 'views' | 'columns' }
  | { what: 'paste'; pasted: Pasted }
  | { what: 'reference'; cell: ReferenceCell };

const FIRST_SORT = { by: 'plannedStartAt', direction: 'descending' } as const;

/** Every mission, in a table like a spreadsheet: filtered, sorted, edited, copied and pasted; what it shows can be kept as a view. */
export function MissionPanel({ model }: { model: BillingLists['missions'] }) {
  const { t } = useTranslation();
  const { selection, preferences, clock } = useServices();
  const mayEdit = useMayEdit();
  const selected = useSelection((state) => state.selected);
  const view = useStore(model.view);
  const columns: readonly ShownColumn[] = usePreferences((state) => state.missionColumns) ?? FIRST_COLUMNS;
  const [open, setOpen] = useState<Open | null>(null);
  const [isEverything, setEverything] = useState(false);
  const copying = useCopy(model, isEverything);
  const close = () => setOpen(null);
  const setColumns = (next: readonly ShownColumn[]) => {
    // The same ones anew would have every cell drawn anew, and told to every window.
    if (!areSame(preferences.state.getState().missionColumns, next)) preferences.set({ missionColumns: [...next] });
  };

  useFocusAcrossEmpty(model);
  const { filter, text, sort } = view;
  const present: MissionTableView = { text, filter, sort, columns: [...columns] };
  function apply(next: MissionTableView): void {
    setEverything(false);
    model.setView({ text: next.text, filter: next.filter, sort: next.sort });
    setColumns(next.columns);
  }
  const views = useMissionViews(model, apply);
  const opened = views.views.find(({ id }) => id === views.openedId);
  const query = useMemo(
    () => filterQuery(text.trim() === '' ? filter : { ...filter, text: text.trim() }, clock.nowMs()),
    [filter, text, clock],
  );

  async function paste(pasted: string, at: { row: number; columns: readonly MissionColumnKey[] }): Promise<void> {
    let cells = fromClipboard(pasted).slice(0, MAX_WINDOW_ROWS);
    const marked = [...model.marks.state.getState().rows.values()];
    const [only] = cells;
    if (only === undefined || (cells.length === 1 && only.length === 1 && only[0] === '')) return;
    // One value goes into every mission that is marked; a block lies where the keyboard is.
    if (cells.length === 1 && marked.length > 1) cells = marked.map(() => only);
    const missions =
      cells.length === marked.length && marked.length > 1
        ? marked
        : (await model.read({ offset: at.row, limit: Math.max(1, cells.length) }, new AbortController().signal)).rows;
    setOpen({ what: 'paste', pasted: { cells, missions, columns: at.columns } });
  }

  useShortcut('mission-filter', () => setOpen({ what: 'filter' }));
  useShortcut('mission-views', () => setOpen({ what: 'views' }));
  useShortcut('mission-columns', () => setOpen({ what: 'columns' }));
  const changeFilter = (next: typeof filter) => {
    setEverything(false);
    model.setFilter(next);
  };

  return (
    <>
      <ListPanel
        testId="mission-list"
        label={t('panel.missions')}
        model={model}
        columns={[]}
        rowId={(row) => row.id}
        selectedId={selected?.panel === 'missions' ? selected.id : null}
        onSelect={(row) => selection.select({ panel: 'missions', id: row.id })}
        searchLabel={t('mission.search')}
        countLabel={(count) => t('mission.count', { count })}
        emptyLabel={t('mission.none')}
        isFiltered={isFiltered(filter)}
        onClearFilters={() => changeFilter(ALL_MISSIONS)}
        filters={
          <FilterChips
            label={t('mission.column.status')}
            choices={MISSION_STATUSES.map((value) => ({ value, label: t(`mission.status.${value}`) }))}
            values={filter.statuses}
            onChange={(statuses) => changeFilter({ ...filter, statuses })}
          />
        }
        actions={<MissionBar model={model} viewName={opened?.name} onOpen={setOpen} />}
        notice={
          <>
            <div className="mission-notes">
              <MissionFilterChips filter={filter} onChange={changeFilter} />
            </div>
            <ChosenMissions
              model={model}
              isEverything={isEverything}
              query={query}
              copying={copying}
              onNone={() => setEverything(false)}
            />
          </>
        }
        table={
          <>
            <MissionGrid
              label={t('panel.missions')}
              model={model}
              columns={columns}
              onColumns={setColumns}
              selectedId={selected?.panel === 'missions' ? selected.id : null}
              onSelect={(row) => selection.select({ panel: 'missions', id: row.id })}
              mayEdit={mayEdit}
              isEverything={isEverything}
              onEverything={setEverything}
              onCopy={copying.copy}
              onPaste={(pasted, at) => void paste(pasted, at)}
              onEditReference={(row, field) => setOpen({ what: 'reference', cell: { row, field } })}
            />
            <MissionTotals model={model} query={query} isEverything={isEverything} />
          </>
        }
      />
      {open?.what === 'filter' ? <MissionFilterDialog filter={filter} onApply={changeFilter} onClose={close} /> : null}
      {open?.what === 'views' ? (
        <ViewsDialog
          views={views}
          present={present}
          onAll={() => {
            views.leave();
            apply({ text: '', filter: ALL_MISSIONS, sort: FIRST_SORT, columns: [...columns] });
          }}
          onClose={close}
        />
      ) : null}
      {open?.what === 'columns' ? <ColumnsDialog columns={columns} onChange={setColumns} onClose={close} /> : null}
      {open?.what === 'paste' ? <PasteDialog pasted={open.pasted} onClose={close} /> : null}
      {open?.what === 'reference' ? <ReferenceDialog {...open.cell} onClose={close} /> : null}
    </>
  );
}

function areSame(some: readonly ShownColumn[] | null, others: readonly ShownColumn[]): boolean {
  return (
    some?.length === others.length &&
    some.every(({ key, width }, index) => key === others[index]?.key && width === others[index].width)
  );
}

/** Where nothing matches there is no grid, and where something does again no button: the focus goes on with what is there instead. */
function useFocusAcrossEmpty({ list }: BillingLists['missions']): void {
  const isEmpty = useStore(list.state, ({ total }) => (total === null ? null : total === 0));
  const before = useRef(isEmpty);
  useEffect(() => {
    const isOther = before.current !== null && before.current !== isEmpty;
    before.current = isEmpty;
    if (!isOther) return undefined;
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) focusRegion('list');
    });
    return () => cancelAnimationFrame(frame);
  }, [isEmpty]);
}
