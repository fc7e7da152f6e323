import { AlarmDetail, type AlarmList, AlarmsOfVehicle } from '../alarms/index.ts';
import {
  BillingCycleDetail,
  type BillingLists,
  MissionDetail,
  type MissionScope,
  onlyOf,
  ThirdPartyDetail,
} from '../billing/index.ts';
import { HandoverDetail, IncidentDetail, IncidentsOf } from '../shift/index.ts';
import { OutboxDetail } from '../outbox/index.ts';
import { useSelection, useServices } from '../stores/services.tsx';
import { VehicleDetail } from '../supervision/index.ts';
import { focusRegion } from '../ui/regions.ts';
import { useShortcut } from '../ui/shortcuts.tsx';
import { ValidationDetail } from '../validation/index.ts';

interface SelectedDetailProps {
  billing: BillingLists;
  alarms: AlarmList;
  /** Moves the map there. */
  onShowPlace: (place: { longitude: number; latitude: number }) => void;
}

/** All that is known of what is selected. */
export function SelectedDetail({ billing, alarms, onShowPlace }: SelectedDetailProps) {
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
    billing.missions.setFilter(onlyOf(scope));
    selection.showPanel('missions');
  };
  const showCycles = (name: string) => {
    billing.billingCycles.setText(name);
    billing.billingCycles.setFilter({ states: [] });
    selection.showPanel('billing-cycles');
  };
  const openCycle = (cycle: string) => {
    billing.cyclePlace.open(cycle);
    selection.showPanel('billing-cycles');
  };
  const { id } = selected;
  switch (selected.panel) {
    case 'vehicles':
      return (
        <>
          <VehicleDetail key={id} id={id} onShowMissions={showMissions}>
            <AlarmsOfVehicle id={id} model={alarms} />
          </VehicleDetail>
          <IncidentsOf key={`incidents ${id}`} kind="vehicle" id={id} />
        </>
      );
    case 'missions':
      return (
        <>
          <MissionDetail key={id} id={id} />
          <IncidentsOf key={`incidents ${id}`} kind="mission" id={id} />
        </>
      );
    case 'third-parties':
      return <ThirdPartyDetail key={id} id={id} onShowMissions={showMissions} onShowCycles={showCycles} />;
    case 'billing-cycles':
      return <BillingCycleDetail key={id} id={id} onShowMissions={showMissions} onOpen={openCycle} />;
    case 'validations':
      return <ValidationDetail key={id} id={id} onShowMissions={showMissions} />;
    case 'incidents':
      return <IncidentDetail key={id} id={id} />;
    case 'handovers':
      return <HandoverDetail key={id} id={id} />;
    case 'alarms':
      return (
        <>
          <AlarmDetail key={id} id={id} model={alarms} onShowPlace={onShowPlace} />
          <IncidentsOf key={`incidents ${id}`} kind="alarm" id={id} />
        </>
      );
    case 'outbox':
      return <OutboxDetail key={id} id={id} />;
  }
}
