import { createBillingLists } from '../billing/index.ts';
import { Console } from '../console/index.ts';
import { createVehicleListModel } from '../supervision/index.ts';
import { startWindow } from './start.tsx';

startWindow(({ connection, clock }) => (
  <Console vehicles={createVehicleListModel(connection, clock)} billing={createBillingLists(connection, clock)} />
));
