import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand/react';
import { PANELS } from '../stores/selection.ts';
import { useSelection, useServices } from '../stores/services.tsx';
import { focusRegionSoon } from '../ui/regions.ts';
import { useShortcut } from '../ui/shortcuts.tsx';
import { DockContents, type Lists } from './dock-contents.tsx';
import { DockHosts } from './layout/dock-hosts.tsx';
import type { GroupContext } from './layout/group-context.ts';
import { type Dock, groupsOf, groupWith, type Layout, showDock, shownDocks } from './layout/layout-tree.ts';
import { LayoutView } from './layout/layout-view.tsx';
import type { LayoutsStore } from './layout/layouts-store.ts';

/** The docks of the console in the layout of this workstation. */
export function DockedPanels({ layouts, lists }: { layouts: LayoutsStore; lists: Lists }) {
  const { selection } = useServices();
  const layout = useStore(layouts.state, (state) => state.layout);
  const panel = useSelection((state) => state.panel);
  const selected = useSelection((state) => state.selected);
  useEffect(
    () => selection.onShowPanel((next) => layouts.change((present) => showDock(present, next))),
    [selection, layouts],
  );

  const current = currentDock(layout, panel);
  const detailAt = selected === null || groupWith(layout, selected.panel) === undefined ? current : selected.panel;
  const context = useMemo<GroupContext>(
    () => ({
      ...{ layouts, layout, current, detailAt },
      onShow(dock) {
        const next = PANELS.find((name) => name === dock);
        if (next === undefined) layouts.change((present) => showDock(present, dock));
        else selection.showPanel(next);
      },
    }),
    [layouts, layout, current, detailAt, selection],
  );
  const show = (dock: Dock) => {
    context.onShow(dock);
    focusRegionSoon(dock === 'map' ? 'map' : 'list');
  };
  useShortcut('map', () => show('map'));
  useShortcut('list', () => show(current === 'map' ? panel : current));
  useShortcut('panel-vehicles', () => show('vehicles'));
  useShortcut('panel-missions', () => show('missions'));
  useShortcut('panel-third-parties', () => show('third-parties'));
  useShortcut('panel-billing-cycles', () => show('billing-cycles'));
  useShortcut('panel-outbox', () => show('outbox'));
  useShortcut('panel-board', () => show('board'));
  useShortcut('panel-validations', () => show('validations'));
  useShortcut('panel-rates', () => show('rates'));
  useShortcut('panel-incidents', () => show('incidents'));
  useShortcut('panel-handovers', () => show('handovers'));
  useShortcut('panel-alarms', () => show('alarms'));
  useShortcut('panel-schedule', () => show('schedule'));
  return (
    <DockHosts>
      <LayoutView layout={layout} context={context} />
      <DockContents
        lists={lists}
        shown={shownDocks(layout)}
        current={current}
        onShowMap={() => layouts.change((present) => showDock(present, 'map'))}
      />
    </DockHosts>
  );
}

/** The dock that keys lead to: the panel that was asked for last, where it can be seen; else the first list that can. */
function currentDock(layout: Layout, panel: Dock): Dock {
  const group = groupWith(layout, panel);
  if (group !== undefined && group.shown !== 'map') return group.shown;
  const groups = groupsOf(layout);
  return (groups.find(({ shown }) => shown !== 'map') ?? groups[0])?.shown ?? 'map';
}
