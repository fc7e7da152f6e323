import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import {
  BillingCycleDetail,
  BillingCyclePanel,
  type BillingLists,
  EditNotice,
  MissionDetail,
  MissionPanel,
  type MissionScope,
  ThirdPartyDetail,
  ThirdPartyManager,
} from '../billing/index.ts';
import { MissionBoard } from '../board/index.ts';
import { OutboxDetail, OutboxPanel, OutboxTabLabel } from '../outbox/index.ts';
import { PANELS, type Panel } from '../stores/selection.ts';
import { useSelection, useServices } from '../stores/services.tsx';
import { VehicleDetail, type VehicleListModel, VehiclePanel } from '../supervision/index.ts';
import { focusRegion } from '../ui/regions.ts';
import { useShortcut } from '../ui/shortcuts.tsx';

export interface Lists {
  vehicles: VehicleListModel;
  billing: BillingLists;
}

/** The lists, one at a time, and under them the detail of what is selected. */
export function SidePanel({ vehicles, billing }: Lists) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const panel = useSelection((state) => state.panel);
  const show = (next: Panel) => {
    selection.showPanel(next);
    // The list is there after the next rendering.
    requestAnimationFrame(() => focusRegion('list'));
  };
  useShortcut('panel-vehicles', () => show('vehicles'));
  useShortcut('panel-missions', () => show('missions'));
  useShortcut('panel-third-parties', () => show('third-parties'));
  useShortcut('panel-billing-cycles', () => show('billing-cycles'));
  useShortcut('panel-outbox', () => show('outbox'));
  useShortcut('panel-board', () => show('board'));
  return (
    <>
      <Tabs
        className="side-panel__tabs"
        selectedKey={panel}
        onSelectionChange={(key) => {
          const next = PANELS.find((name) => name === key);
          if (next !== undefined) selection.showPanel(next);
        }}
      >
        <TabList className="tab-list" aria-label={t('console.panels')}>
          {PANELS.map((name) => (
            <Tab key={name} id={name} className="tab">
              {name === 'outbox' ? <OutboxTabLabel /> : t(`panel.${name}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="vehicles" className="tab-panel">
          <VehiclePanel model={vehicles} />
        </TabPanel>
        <TabPanel id="missions" className="tab-panel">
          <MissionPanel model={billing.missions} />
        </TabPanel>
        <TabPanel id="third-parties" className="tab-panel">
          <ThirdPartyManager model={billing.thirdParties} />
        </TabPanel>
        <TabPanel id="billing-cycles" className="tab-panel">
          <BillingCyclePanel model={billing.billingCycles} />
        </TabPanel>
        <TabPanel id="outbox" className="tab-panel">
          <OutboxPanel />
        </TabPanel>
        <TabPanel id="board" className="tab-panel">
          <MissionBoard />
        </TabPanel>
      </Tabs>
      <EditNotice />
      <SelectedDetail billing={billing} />
    </>
  );
}

function SelectedDetail({ billing }: Pick<Lists, 'billing'>) {
  const { selection } = useServices();
  const selected = useSelection((state) => state.selected);
  const close = () => {
    selection.select(null);
    focusRegion('list');
  };
  useShortcut('close', close);
  if (selected === null) return null;
  const showMissions = (scope: MissionScope) => {
    billing.missions.setText('');
    billing.missions.setFilter({ statuses: [], scope });
    selection.showPanel('missions');
  };
  const { id } = selected;
  switch (selected.panel) {
    case 'vehicles':
      return <VehicleDetail key={id} id={id} />;
    case 'missions':
      return <MissionDetail key={id} id={id} />;
    case 'third-parties':
      return <ThirdPartyDetail key={id} id={id} onShowMissions={showMissions} />;
    case 'billing-cycles':
      return <BillingCycleDetail key={id} id={id} onShowMissions={showMissions} />;
    case 'outbox':
      return <OutboxDetail key={id} id={id} />;
  }
}
