import { createBillingLists } from '../billing/index.ts';
import { Console, createLayouts } from '../console/index.ts';
import { createRecentChoices } from '../search/index.ts';
import { createVehicleListModel } from '../supervision/index.ts';
import { startWindow } from './start.tsx';

startWindow(({ connection, clock }) => (
  <Console
    vehicles={createVehicleListModel(connection, clock)}
    billing={createBillingLists(connection, clock)}
    layouts={createLayouts(localStorage)}
    recent={createRecentChoices(localStorage)}
  />
));
