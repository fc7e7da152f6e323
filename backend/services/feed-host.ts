import type { Clock } from '../../shared/domain/index.ts';
import type { Database } from '../database/database.ts';
import type { FeedHost } from '../feeds/feed.ts';
import type { Log } from '../log.ts';
import { writeMissions } from './mission-writer.ts';
import type { SupervisionService } from './supervision-service.ts';
import type { VehicleDirectory } from './vehicle-directory.ts';

interface Services {
  clock: Clock;
  database: Database;
  directory: VehicleDirectory;
  log: Log;
  supervision: SupervisionService;
}

/** What the backend offers to a feed. */
export function createFeedHost({ clock, database, directory, log, supervision }: Services): FeedHost {
  return {
    clock,
    registerVehicles: (vehicles) => directory.register(vehicles),
    ingest: (fixes) => void supervision.ingest(fixes),
    countRefused: (reason, count) => supervision.feed.countRefused(reason, count),
    writeMissions: (missions) => writeMissions(database, missions),
    report: (progress) => supervision.feed.report(progress),
    log: (message, details) => log.info({ ...details }, message),
  };
}
