import type { Disposer } from '../../shared/domain/index.ts';
import type { ChangeWatch } from '../bus/change-watch.ts';
import type { Log } from '../log.ts';
import type { FeedVehicle } from '../feeds/feed.ts';
import type { SupervisionService } from './supervision-service.ts';
import type { ChangePlace, VehicleService } from './vehicle-service.ts';

/** Keeps what supervision knows of the vehicles in step with the database, whoever writes there. */
export class VehicleDirectory {
  readonly #vehicles: VehicleService;
  readonly #supervision: SupervisionService;
  readonly #log: Log;
  #readUpTo: ChangePlace | undefined;
  #unsubscribe: Disposer | undefined;
  /** Reads follow each other. */
  #reading: Promise<void> = Promise.resolve();

  constructor(vehicles: VehicleService, supervision: SupervisionService, log: Log) {
    this.#vehicles = vehicles;
    this.#supervision = supervision;
    this.#log = log;
  }

  async start(changes: ChangeWatch): Promise<void> {
    this.#readUpTo = await this.#vehicles.lastChange();
    for (const vehicle of await this.#vehicles.all()) this.#supervision.know(vehicle);
    this.#unsubscribe = changes.subscribe(() => {
      this.#reading = this.#reading.then(() => this.#readChanges());
    });
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await this.#reading;
  }

  /** Makes sure that the vehicles are in the database and known, before their first fix. */
  async register(vehicles: readonly FeedVehicle[]): Promise<void> {
    await this.#vehicles.register(vehicles);
    for (const known of await this.#vehicles.byCodes(vehicles.map(({ code }) => code))) this.#supervision.know(known);
  }

  async #readChanges(): Promise<void> {
    try {
      const last = await this.#vehicles.lastChange();
      if (last === undefined) return;
      for (const { id, code, kind, subsidiary } of await this.#vehicles.changedBetween(this.#readUpTo, last)) {
        if (code === null || kind === null) this.#supervision.forget(id);
        else this.#supervision.know({ id, code, kind, subsidiary });
      }
      this.#readUpTo = last;
    } catch (error) {
      this.#log.warn({ err: error }, 'cannot read which vehicles changed; the next change tries again');
    }
  }
}
