import type { FeedStatus } from '../../shared/api/index.ts';
import type { Clock, Fix, Mission, MissionStatus, VehicleKind } from '../../shared/domain/index.ts';

/** A vehicle that a feed brings along. */
export interface FeedVehicle {
  code: string;
  label: string;
  kind: VehicleKind;
  depot: string | null;
  line: string | null;
}

/** A mission as a feed writes it, into the existing system's own table and columns, as a legacy program would. */
export interface FeedMission {
  /** Unique: writing the same reference again updates the mission. */
  reference: string;
  vehicleCode: string;
  driver: string | null;
  customerName: string | null;
  originAddress: string | null;
  destinationAddress: string | null;
  plannedStartAt: Mission['plannedStartAt'];
  plannedEndAt: Mission['plannedEndAt'];
  actualStartAt: Mission['actualStartAt'];
  actualEndAt: Mission['actualEndAt'];
  status: MissionStatus;
  distanceMetres: number | null;
  amountCents: number | null;
}

export type FeedProgress = Pick<FeedStatus, 'state' | 'feedTimeMs' | 'notice'>;

/** What the backend offers to a feed. */
export interface FeedHost {
  readonly clock: Clock;
  /** Makes sure that vehicles exist (by code), before their first fix. */
  registerVehicles(vehicles: readonly FeedVehicle[]): Promise<void>;
  /**
   * Takes fixes in; refuses, flags and counts them by itself. Never throws on bad data. The objects are the feed's own,
   * which it may fill anew after the call: what is needed of them is taken before it returns.
   */
  ingest(fixes: readonly Fix[]): void;
  /** Counts what the feed could not even turn into a fix, by reason. */
  countRefused(reason: string, count: number): void;
  writeMissions(missions: readonly FeedMission[]): Promise<void>;
  /** Frames carry how much faster than real time the feed plays. */
  report(progress: Partial<FeedProgress>): void;
  log(message: string, details?: Record<string, unknown>): void;
}

/** A source of positions. `start` resolves once the first fixes are in; the feed then goes on by itself. */
export interface Feed {
  readonly name: string;
  readonly kind: FeedStatus['kind'];
  /** 1 when live. */
  readonly speed: number;
  start(host: FeedHost): Promise<void>;
  stop(): Promise<void>;
}
