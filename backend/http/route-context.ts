import type { SignInInfo } from '../../shared/api/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import type { EventLog } from '../bus/index.ts';
import type { Database } from '../database/database.ts';
import type { Scopes } from '../database/scope.ts';
import type { Log } from '../log.ts';
import type { Readiness } from '../operations/readiness.ts';
import type { AlarmDesk } from '../services/alarms/alarm-desk.ts';
import type { BillingService } from '../services/billing-service.ts';
import type { DocumentsService } from '../services/documents-service.ts';
import type { GeofenceService } from '../services/geofence-service.ts';
import type { PositionIngest } from '../services/ingest/position-ingest.ts';
import type { MissionService } from '../services/mission-service.ts';
import type { MutationService } from '../services/mutations/mutation-service.ts';
import type { NotificationWorkflowService } from '../services/notification-workflow-service.ts';
import type { SupervisionService } from '../services/supervision-service.ts';
import type { ThirdPartyService } from '../services/third-party-service.ts';
import type { VehicleService } from '../services/vehicle-service.ts';
import type { ChangeLog } from '../sync/change-log.ts';
import type { WebhookService } from '../webhooks/webhook-service.ts';

/** What route handlers work with. Routes themselves are data, so that they can be described without a running service. */
export interface RouteContext {
  alarms: AlarmDesk;
  billing: BillingService;
  changes: ChangeLog;
  clock: Clock;
  database: Database;
  documents: DocumentsService;
  events: EventLog;
  geofences: GeofenceService;
  ingest: PositionIngest;
  log: Log;
  missions: MissionService;
  mutations: MutationService;
  readiness: Readiness;
  scopes: Scopes;
  serverVersion: string;
  /** Where people sign in; undefined: nowhere, tokens come from elsewhere. */
  signIn: () => SignInInfo | undefined;
  supervision: SupervisionService;
  thirdParties: ThirdPartyService;
  validations: NotificationWorkflowService;
  vehicles: VehicleService;
  webhooks: WebhookService;
}
