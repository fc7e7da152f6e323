import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AlarmList, createAlarmList } from '../../../../renderer/alarms/index.ts';
import { type BillingLists, createBillingLists } from '../../../../renderer/billing/index.ts';
import { DockedPanels } from '../../../../renderer/console/docked-panels.tsx';
import { closeDock, groupsOf, splitOff } from '../../../../renderer/console/layout/layout-tree.ts';
import { createLayouts, type LayoutsStore } from '../../../../renderer/console/layout/layouts-store.ts';
import { createScheduleModel, type ScheduleModel } from '../../../../renderer/schedule/index.ts';
import {
  createHandoverList,
  createIncidentList,
  type HandoverList,
  type IncidentList,
} from '../../../../renderer/shift/index.ts';
import { createInboxList, type InboxList } from '../../../../renderer/validation/index.ts';
import { createVehicleListModel, type VehicleListModel } from '../../../../renderer/supervision/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

let host: MemoryHost;
let scene: TestWindow;
let layouts: LayoutsStore;
let lists:
  | {
      vehicles: VehicleListModel;
      billing: BillingLists;
      inbox: InboxList;
      incidents: IncidentList;
      handovers: HandoverList;
      alarms: AlarmList;
      schedule: ScheduleModel;
    }
  | undefined;

beforeAll(() => giveLayout(1_200, 632));
beforeEach(() => {
  localStorage.clear();
  lists = undefined;
  host = createMemoryHost({ vehicles: 10, missions: 60, thirdParties: 12, billingCycles: 6 });
  layouts = createLayouts(localStorage);
  // The one without a map, which draws in a browser only.
  layouts.open({ kind: 'built-in', name: 'billing' });
});
afterEach(() => {
  lists?.vehicles.dispose();
  lists?.billing.dispose();
  lists?.inbox.dispose();
  lists?.incidents.dispose();
  lists?.handovers.dispose();
  lists?.alarms.dispose();
  scene.dispose();
});

function show(): void {
  scene = renderWindow(host, ({ connection, clock }) => {
    lists ??= {
      vehicles: createVehicleListModel(connection, clock),
      billing: createBillingLists(connection, clock),
      inbox: createInboxList(connection, clock),
      incidents: createIncidentList(connection, clock),
      handovers: createHandoverList(connection, clock),
      alarms: createAlarmList(connection, clock),
      schedule: createScheduleModel(),
    };
    return <DockedPanels layouts={layouts} lists={lists} />;
  });
}
const tab = (name: string) => scene.page.getByRole('tab', { name });
const panelOf = (name: string) => {
  const panel = document.getElementById(tab(name).getAttribute('aria-controls') ?? '');
  if (panel === null) throw new Error(`the tab ${name} shows no panel`);
  return panel;
};
const drawn = () => groupsOf(layouts.state.getState().layout).map(({ docks }) => docks.join(' '));

/** Chooses a line of the menu of the place in which a panel is shown. */
async function arrange(panel: string, line: string): Promise<void> {
  fireEvent.click(scene.page.getByRole('button', { name: `Arrange: ${panel}` }));
  fireEvent.click(await scene.page.findByRole('menuitem', { name: line }));
}

describe('the docked panels of the console', () => {
  it('show one panel of each group, and another at its tab, with arrows, or when it is asked for', async () => {
    show();
    await waitFor(() => expect(scene.page.getByTestId('mission-list').dataset['state']).toBe('ready'));
    expect(panelOf('Missions').contains(scene.page.getByTestId('mission-list'))).toBe(true);
    expect(scene.page.getByTestId('billing-cycle-list')).toBeTruthy();
    fireEvent.keyDown(tab('Billing cycles'), { key: 'ArrowRight' });
    expect(await scene.page.findByTestId('third-party-list')).toBeTruthy();
    expect(scene.page.queryByTestId('billing-cycle-list')).toBeNull();
    expect(document.activeElement).toBe(tab('Third parties'));
    act(() => scene.services.selection.showPanel('vehicles'));
    expect(await scene.page.findByTestId('vehicle-list')).toBeTruthy();
    expect(scene.page.queryByTestId('mission-list')).toBeNull();
  });

  it('give keys to the list that a person is at', async () => {
    show();
    const search = (list: string) => within(scene.page.getByTestId(list)).getByRole('searchbox');
    await waitFor(() => expect(scene.page.getByTestId('mission-list').dataset['state']).toBe('ready'));
    for (const list of ['billing-cycle-list', 'mission-list']) {
      act(() => within(scene.page.getByTestId(list)).getByRole('grid').focus());
      fireEvent.keyDown(within(scene.page.getByTestId(list)).getByRole('grid'), { key: '/' });
      expect(document.activeElement).toBe(search(list));
    }
  });

  it('are given a place of their own, moved, closed and opened from the menu of a place', async () => {
    show();
    await arrange('Missions', 'Give it a place below');
    expect(drawn()).toEqual(['board vehicles', 'missions', 'billing-cycles third-parties validations rates outbox']);
    await arrange('Missions', 'Make it a tab beside “Billing cycles”');
    expect(drawn()).toEqual(['board vehicles', 'billing-cycles third-parties validations rates outbox missions']);
    await arrange('Missions', 'Close “Missions”');
    expect(drawn()).toEqual(['board vehicles', 'billing-cycles third-parties validations rates outbox']);
    await arrange('Board', 'Missions');
    expect(drawn()).toEqual(['board vehicles missions', 'billing-cycles third-parties validations rates outbox']);
    await waitFor(() => expect(panelOf('Missions').contains(scene.page.getByTestId('mission-list'))).toBe(true));
  });

  it('open a panel that a layout does not have when it is asked for', async () => {
    layouts.open({ kind: 'built-in', name: 'billing' });
    show();
    await arrange('Billing cycles', 'Close “Billing cycles”');
    expect(scene.page.queryByRole('tab', { name: 'Billing cycles' })).toBeNull();
    act(() => scene.services.selection.showPanel('billing-cycles'));
    expect(await scene.page.findByTestId('billing-cycle-list')).toBeTruthy();
  });

  it('show what is selected in the group of its list, and keep it there as the layout changes', async () => {
    show();
    const cycle = host.dataset.billingCycles[0];
    act(() => scene.services.selection.select({ panel: 'billing-cycles', id: cycle?.id ?? '' }));
    const detail = await scene.page.findByTestId('detail');
    const region = () => detail.closest('[data-dock]')?.getAttribute('data-dock');
    await waitFor(() => expect(region()).toBe('billing-cycles'));
    act(() => layouts.change((layout) => splitOff(layout, 'billing-cycles', 'missions', 'left')));
    expect(scene.page.getByTestId('detail')).toBe(detail);
    expect(region()).toBe('billing-cycles');
  });

  it('lose no form that somebody fills in, whatever becomes of its place', async () => {
    show();
    act(() => scene.services.selection.showPanel('third-parties'));
    fireEvent.click(await scene.page.findByRole('button', { name: 'New third party' }));
    const form = await scene.page.findByTestId('third-party-form');
    const name = form.querySelector<HTMLInputElement>('[data-field="name"] input');
    if (name === null) throw new Error('the form has no name');
    fireEvent.change(name, { target: { value: 'Autocars Émile' } });
    // Its panel moves: the very same field stays.
    act(() => layouts.change((layout) => splitOff(layout, 'third-parties', 'missions', 'bottom')));
    expect(within(scene.page.getByTestId('third-party-form')).getByDisplayValue('Autocars Émile')).toBe(name);
    // Its panel goes: what was typed is kept as a draft, and comes back with it.
    act(() => layouts.change((layout) => closeDock(layout, 'third-parties')));
    expect(scene.page.queryByTestId('third-party-form')).toBeNull();
    act(() => scene.services.selection.showPanel('third-parties'));
    fireEvent.click(await scene.page.findByRole('button', { name: 'Go on' }));
    expect(await scene.page.findByDisplayValue('Autocars Émile')).toBeTruthy();
  });
});
