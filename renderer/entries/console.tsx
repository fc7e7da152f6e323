import { createAlarmList } from '../alarms/index.ts';
import { createBillingLists } from '../billing/index.ts';
import { Console, createLayouts } from '../console/index.ts';
import { createScheduleModel } from '../schedule/index.ts';
import { createRecentChoices, type RecentChoices } from '../search/index.ts';
import { SessionGate } from '../session/index.ts';
import { createHandoverList, createIncidentList } from '../shift/index.ts';
import { createPersonalStorage } from '../stores/personal-storage.ts';
import { createVehicleListModel } from '../supervision/index.ts';
import { createInboxList } from '../validation/index.ts';
import { startWindow } from './start.tsx';

/** Made once: a page is one person's. */
const made = new Map<string | null, RecentChoices>();

function recentChoicesOf(personKey: string | null): RecentChoices {
  const known = made.get(personKey) ?? createRecentChoices(createPersonalStorage(localStorage, personKey));
  made.set(personKey, known);
  return known;
}

startWindow(({ connection, clock }) => {
  const vehicles = createVehicleListModel(connection, clock);
  const billing = createBillingLists(connection, clock);
  const inbox = createInboxList(connection, clock);
  const incidents = createIncidentList(connection, clock);
  const handovers = createHandoverList(connection, clock);
  const alarms = createAlarmList(connection, clock);
  const schedule = createScheduleModel();
  const layouts = createLayouts(localStorage);
  return (
    <SessionGate reload={() => window.location.reload()}>
      {(personKey) => (
        <Console
          vehicles={vehicles}
          billing={billing}
          inbox={inbox}
          incidents={incidents}
          handovers={handovers}
          alarms={alarms}
          schedule={schedule}
          layouts={layouts}
          recent={recentChoicesOf(personKey)}
        />
      )}
    </SessionGate>
  );
});
