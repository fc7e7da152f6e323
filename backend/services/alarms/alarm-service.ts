import {
  type AlarmClock,
  type AlarmRule,
  type Clock,
  createAlarmClock,
  type Disposer,
  type EngineRule,
} from '../../../shared/domain/index.ts';
import type { FeedStatus } from '../../../shared/api/index.ts';
import type { ChangedBetween, ChangeWatch } from '../../bus/change-watch.ts';
import type { Database, Sql } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import type { SupervisionService } from '../supervision-service.ts';
import { endWhatIsDue, OutOfStepError, readActive, writePending } from './alarm-journal.ts';
import { archiveAlarms } from './archive-alarms.ts';
import { Evaluation, type PendingWrites } from './evaluation.ts';
import { EvaluatorLease } from './evaluator-lease.ts';
import {
  looksAtMissions,
  type OwnerOf,
  readChanged,
  readGeofences,
  readMissions,
  readRules,
  readVehicles,
} from './fleet-facts.ts';

const TICK_MS = 1_000;
/** The lease is renewed so often: well before it ends. */
const RENEW_MS = 3_000;
/** Shelves and suppressions end to the second that people chose, nearly. */
const LOOK_AT_TIMES_MS = 5_000;
/** Missions come into view with time, though nobody changes them. */
const LOOK_AT_MISSIONS_MS = 300_000;
const ARCHIVE_MS = 3_600_000;
/** More rows than this have changed at once: all are read. */
const MANY = 1_000;

export interface AlarmServiceOptions {
  database: Database;
  supervision: SupervisionService;
  changes: ChangeWatch;
  clock: Clock;
  log: Log;
  /** Of this process alone. */
  holder: string;
  /** Whose rows are that say nothing of it. */
  defaultSubsidiary: string;
}

/**
 * Evaluates the rules of alarms over the fleet, and writes what begins and ends. One process of several does, by a lease; another goes on within
 * seconds where it ends. What is in memory follows from the database: whoever begins, reads what stands, and raises nothing twice.
 */
export class AlarmService {
  readonly #options: AlarmServiceOptions;
  readonly #lease: EvaluatorLease;
  readonly #ownerOf: OwnerOf;
  #alarmClock: AlarmClock;
  #evaluation: Evaluation | undefined;
  /** Found, and not written yet. */
  #unwritten: PendingWrites[] = [];
  #followsMissions = false;
  /** What rules look at has changed, and was not read. */
  #isOutdated = false;
  #disposers: Disposer[] = [];
  #cancel: Disposer = () => undefined;
  #isStopped = false;
  /** One thing at a time. */
  #working: Promise<void> = Promise.resolve();
  #nextMs = { lease: 0, times: 0, missions: 0, archive: 0 };

  constructor(options: AlarmServiceOptions) {
    this.#options = options;
    this.#lease = new EvaluatorLease(options.holder);
    this.#ownerOf = (subsidiary) => subsidiary ?? options.defaultSubsidiary;
    this.#alarmClock = createAlarmClock(options.clock);
  }

  start(): void {
    const { supervision, changes } = this.#options;
    this.#disposers.push(
      supervision.subscribe(() => this.#observe()),
      supervision.feed.subscribe((status) => this.#heardOfFeed(status)),
      changes.subscribe((between) => this.#soon('read what rules look at', () => this.#follow(between))),
    );
    this.#tick();
  }

  /** What has been found is written first. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    for (const dispose of this.#disposers.splice(0)) dispose();
    await this.#working;
    try {
      if (this.#evaluation === undefined) return;
      await this.#write();
      await this.#lease.release(this.#options.database);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'alarms that were found last are not written: they are found again');
    }
  }

  /** Whether this process evaluates. */
  get isEvaluating(): boolean {
    return this.#evaluation !== undefined;
  }

  /**
   * How many alarms a rule would raise, were it live now: of what is known of the fleet at this moment.
   * @param sql of the transaction in which it is asked, where this process does not evaluate and has to read
   */
  async countNow(sql: Sql, rule: AlarmRule, subsidiary: string | null): Promise<number> {
    const evaluation = this.#evaluation ?? (await this.#load(sql, []));
    return evaluation.countAtOnce({ rule, subsidiary });
  }

  /** Looks now, and waits until all that was found is written. */
  look(): Promise<void> {
    this.#soon('evaluate alarms', () => this.#turn());
    return this.#working;
  }

  #tick(): void {
    void this.look();
    this.#cancel = this.#options.clock.after(TICK_MS, () => this.#tick());
  }

  /** One thing after the other; what fails is tried again with the next tick. */
  #soon(what: string, work: () => Promise<void>): void {
    this.#working = this.#working.then(async () => {
      if (this.#isStopped) return;
      try {
        await work();
      } catch (error) {
        if (this.#isStopped) return;
        if (error instanceof OutOfStepError) {
          this.#options.log.info({ err: error }, 'alarms are read anew');
          this.#giveUp();
        } else this.#options.log.warn({ err: error }, `cannot ${what} now; it is tried again`);
      }
    });
  }

  #giveUp(): void {
    this.#evaluation = undefined;
    this.#unwritten = [];
    this.#nextMs.lease = 0;
  }

  /** While the database is away the fleet is looked at all the same, and what is found is written once it is back. */
  async #turn(): Promise<void> {
    const { database, log, clock } = this.#options;
    this.#evaluation?.step(this.#alarmClock.nowMs(), this.#alarmClock.takeJumpMs());
    if (clock.monotonicMs() >= this.#nextMs.lease) {
      if (!(await this.#lease.take(database))) {
        if (this.#evaluation !== undefined) log.info('another process evaluates alarms now');
        return this.#giveUp();
      }
      this.#nextMs.lease = clock.monotonicMs() + RENEW_MS;
    }
    await this.#write();
    if (this.#evaluation === undefined || this.#isOutdated) await this.#begin();
    await this.#byTheClock();
  }

  async #begin(): Promise<void> {
    const { database, log } = this.#options;
    const active = await readActive(database);
    this.#evaluation = await this.#load(database, active);
    this.#isOutdated = false;
    log.info({ active: active.length }, 'this process evaluates alarms');
  }

  /** All that rules look at, with the alarms that hold. */
  async #load(sql: Sql, active: Awaited<ReturnType<typeof readActive>>): Promise<Evaluation> {
    const { supervision } = this.#options;
    const rules = await readRules(sql);
    const geofences = await readGeofences(sql);
    const vehicles = await readVehicles(sql, this.#ownerOf);
    const missions = await readMissions(sql, this.#ownerOf, this.#options.clock.nowMs());
    this.#followsMissions = rules.some(looksAtMissions);
    const nowMs = this.#alarmClock.nowMs();
    const evaluation = new Evaluation(nowMs);
    for (const vehicle of vehicles) evaluation.know(vehicle, nowMs);
    evaluation.setGeofences(geofences, nowMs);
    for (const mission of missions) evaluation.setMission(mission, nowMs);
    evaluation.restorePositions(supervision);
    const { name, state } = supervision.feed.status;
    evaluation.setFeed(name, isDown(state), nowMs);
    evaluation.setRules(rules, nowMs);
    evaluation.restoreAlarms(active, nowMs);
    this.#nextMs.missions = this.#options.clock.monotonicMs() + LOOK_AT_MISSIONS_MS;
    return evaluation;
  }

  #observe(): void {
    const evaluation = this.#evaluation;
    if (evaluation === undefined || this.#isStopped) return;
    evaluation.observe(this.#options.supervision, this.#alarmClock.nowMs());
    if (evaluation.hasPending) this.#soon('evaluate alarms', () => this.#write());
  }

  #heardOfFeed({ name, state }: FeedStatus): void {
    this.#evaluation?.setFeed(name, isDown(state), this.#alarmClock.nowMs());
  }

  /** What was found stays until it is written: the database may be away for a while. */
  async #write(): Promise<void> {
    const { database } = this.#options;
    if (this.#evaluation?.hasPending === true) this.#unwritten.push(this.#evaluation.takePending());
    for (let next = this.#unwritten[0]; next !== undefined; next = this.#unwritten[0]) {
      await writePending(database, this.#lease, next);
      this.#unwritten.shift();
    }
  }

  /** What time alone does: shelves end, missions come near, closed alarms go to the archive. */
  async #byTheClock(): Promise<void> {
    const { database, clock, log } = this.#options;
    const atMs = clock.monotonicMs();
    if (atMs >= this.#nextMs.times) {
      this.#nextMs.times = atMs + LOOK_AT_TIMES_MS;
      await endWhatIsDue(database, clock.nowMs());
    }
    if (atMs >= this.#nextMs.archive) {
      this.#nextMs.archive = atMs + ARCHIVE_MS;
      const archived = await archiveAlarms(database, clock.nowMs());
      if (archived > 0) log.info({ archived }, 'closed alarms were archived');
    }
    if (atMs >= this.#nextMs.missions && this.#followsMissions) await this.#readAllMissions();
  }

  /** What somebody has changed of what rules look at. Where it cannot be read, all is read anew. */
  async #follow(between: ChangedBetween): Promise<void> {
    if (this.#evaluation === undefined) return;
    this.#isOutdated = true;
    const { database } = this.#options;
    const changed = await readChanged(database, between);
    const idsOf = (entity: string) => changed.flatMap((row) => (row.entity === entity ? [row.id] : []));
    // Before the rules: an alarm restored or raised finds what it is about.
    await this.#followVehicles(idsOf('vehicle'));
    if (idsOf('geofence').length > 0) {
      const geofences = await readGeofences(database);
      this.#evaluation?.setGeofences(geofences, this.#alarmClock.nowMs());
    }
    if (idsOf('alarm-rule').length > 0) await this.#followRules();
    if (this.#followsMissions) await this.#followMissions(idsOf('mission'));
    this.#isOutdated = false;
  }

  async #followVehicles(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const read = await readVehicles(this.#options.database, this.#ownerOf, ids.length > MANY ? undefined : ids);
    const there = new Set(read.map(({ id }) => id));
    const nowMs = this.#alarmClock.nowMs();
    for (const vehicle of read) this.#evaluation?.know(vehicle, nowMs);
    for (const id of ids) if (!there.has(id)) this.#evaluation?.forget(id, nowMs);
  }

  async #followRules(): Promise<void> {
    const rules: EngineRule[] = await readRules(this.#options.database);
    const didFollow = this.#followsMissions;
    this.#followsMissions = rules.some(looksAtMissions);
    if (this.#followsMissions && !didFollow) await this.#readAllMissions();
    this.#evaluation?.setRules(rules, this.#alarmClock.nowMs());
  }

  async #followMissions(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    if (ids.length > MANY) return this.#readAllMissions();
    const nowMs = this.#alarmClock.nowMs();
    const read = await readMissions(this.#options.database, this.#ownerOf, this.#options.clock.nowMs(), ids);
    const there = new Set(read.map(({ id }) => id));
    for (const mission of read) this.#evaluation?.setMission(mission, nowMs);
    for (const id of ids) if (!there.has(id)) this.#evaluation?.removeMission(id, nowMs);
  }

  async #readAllMissions(): Promise<void> {
    const { database, clock } = this.#options;
    this.#nextMs.missions = clock.monotonicMs() + LOOK_AT_MISSIONS_MS;
    const read = await readMissions(database, this.#ownerOf, clock.nowMs());
    const nowMs = this.#alarmClock.nowMs();
    for (const mission of read) this.#evaluation?.setMission(mission, nowMs);
    this.#evaluation?.keepMissions(new Set(read.map(({ id }) => id)), nowMs);
  }
}

function isDown(state: FeedStatus['state']): boolean {
  return state === 'silent' || state === 'ended' || state === 'failed';
}
