import { useState } from 'react';
import { type AlarmList, AlarmPanel } from '../alarms/index.ts';
import {
  BillingCyclePanel,
  type BillingLists,
  EditNotice,
  MissionPanel,
  RatesPanel,
  ThirdPartyManager,
} from '../billing/index.ts';
import { MissionBoard } from '../board/index.ts';
import { type ScheduleModel, SchedulePanel } from '../schedule/index.ts';
import { GroundTools } from '../ground/index.ts';
import { OutboxPanel } from '../outbox/index.ts';
import type { Panel } from '../stores/selection.ts';
import { LiveFrame } from '../status/index.ts';
import { useReplay } from '../replay/index.ts';
import {
  type CameraLink,
  SupervisionMap,
  useFleet,
  useShownMaps,
  type VehicleListModel,
  VehiclePanel,
} from '../supervision/index.ts';
import {
  type HandoverList,
  HandoverPanel,
  type IncidentList,
  IncidentPanel,
  type MapLookout,
  MapLookoutProvider,
} from '../shift/index.ts';
import { ShortcutScope } from '../ui/shortcuts.tsx';
import { type InboxList, ValidationPanel } from '../validation/index.ts';
import { type CameraMemory, createCameraMemory } from './camera-memory.ts';
import { DockContent } from './layout/dock-hosts.tsx';
import type { Dock } from './layout/layout-tree.ts';
import { SelectedDetail } from './selected-detail.tsx';

export interface Lists {
  vehicles: VehicleListModel;
  billing: BillingLists;
  inbox: InboxList;
  incidents: IncidentList;
  handovers: HandoverList;
  alarms: AlarmList;
  schedule: ScheduleModel;
}

/** From this near one sees the streets round a place. */
const PLACE_ZOOM = 15;

interface DockContentsProps {
  lists: Lists;
  shown: readonly Dock[];
  /** The dock that a person is at: of several lists, it takes the keys. */
  current: Dock;
  /** Brings the map to the front, where it is hidden. */
  onShowMap: () => void;
}

/** What stands in each dock that can be seen, and the detail of what is selected. */
export function DockContents({ lists, shown, current, onShowMap }: DockContentsProps) {
  // Outlives the map, which ends when it is behind another tab, or closed.
  const [camera] = useState(createCameraMemory);
  return (
    <MapLookoutProvider lookout={useLookout(camera, onShowMap)}>
      {shown.map((dock) => (
        <DockContent key={dock} name={dock}>
          <ShortcutScope isHere={dock === 'map' || dock === current}>
            {dock === 'map' ? <ConsoleMap camera={camera.link} /> : <Content dock={dock} lists={lists} />}
          </ShortcutScope>
        </DockContent>
      ))}
      <DockContent name="detail">
        <EditNotice />
        <SelectedDetail
          billing={lists.billing}
          alarms={lists.alarms}
          onShowPlace={(place) => {
            onShowMap();
            camera.show({ ...place, zoom: PLACE_ZOOM });
          }}
        />
      </DockContent>
    </MapLookoutProvider>
  );
}

/** What the map shows and of which moment, and the way to have it show that again: now, or as it was. */
function useLookout(camera: CameraMemory, onShowMap: () => void): MapLookout {
  const fleet = useFleet();
  const maps = useShownMaps();
  const replay = useReplay();
  const show: MapLookout['show'] = (place) => {
    onShowMap();
    camera.show(place);
  };
  return {
    current() {
      // A map that nobody has moved shows something all the same; one behind another tab is remembered.
      const place = maps.largest()?.view() ?? camera.current();
      if (place === undefined) return undefined;
      const { longitude, latitude, zoom } = place;
      return { longitude, latitude, zoom, atMs: Math.round(fleet.serverNowMs()) };
    },
    show,
    showThen({ atMs, ...place }) {
      show(place);
      replay.show(atMs);
    },
  };
}

function Content({ dock, lists }: { dock: Panel; lists: Lists }) {
  const { vehicles, billing, inbox, incidents, handovers, alarms, schedule } = lists;
  switch (dock) {
    case 'vehicles':
      return <VehiclePanel model={vehicles} />;
    case 'missions':
      return <MissionPanel model={billing.missions} />;
    case 'third-parties':
      return <ThirdPartyManager model={billing.thirdParties} />;
    case 'billing-cycles':
      return <BillingCyclePanel model={billing.billingCycles} place={billing.cyclePlace} />;
    case 'rates':
      return <RatesPanel />;
    case 'outbox':
      return <OutboxPanel />;
    case 'board':
      return <MissionBoard />;
    case 'validations':
      return <ValidationPanel model={inbox} />;
    case 'incidents':
      return <IncidentPanel model={incidents} />;
    case 'handovers':
      return <HandoverPanel model={handovers} />;
    case 'alarms':
      return <AlarmPanel model={alarms} />;
    case 'schedule':
      return <SchedulePanel model={schedule} />;
  }
}

function ConsoleMap({ camera }: { camera: CameraLink }) {
  return (
    <div className="console__map">
      <LiveFrame className="console__map-view">
        <SupervisionMap className="console__map-view" camera={camera} />
      </LiveFrame>
      <GroundTools />
    </div>
  );
}
