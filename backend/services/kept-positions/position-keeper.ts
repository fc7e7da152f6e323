import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { errorCodeOf } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import type { SupervisionService } from '../supervision-service.ts';
import { DamagedPositionsError, decodePositions, encodePositions } from './positions-file.ts';

/** So old at the most is what a service knows again after it was killed. */
const EVERY_MS = 5_000;
const FILE = 'latest-positions.bin';

export interface PositionKeeperOptions {
  folder: string;
  supervision: SupervisionService;
  clock: Clock;
  log: Log;
}

/**
 * Keeps the latest positions on the disk, so that a service that starts again shows where vehicles were, with the age that this has.
 * The file is replaced as a whole. A disk that fails is said once, and tried again; positions go on without it.
 */
export class PositionKeeper {
  readonly #options: PositionKeeperOptions;
  readonly #file: string;
  #written: number;
  #cancel: Disposer | undefined;
  #writing: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(options: PositionKeeperOptions) {
    this.#options = options;
    this.#file = path.join(options.folder, FILE);
    this.#written = options.supervision.changes;
  }

  /** Takes over what was kept, of the vehicles that are known. Never fails: a file that cannot be used is set aside. */
  async restore(): Promise<void> {
    const { supervision, log } = this.#options;
    try {
      const kept = decodePositions(await readFile(this.#file));
      let restored = 0;
      kept.each((id, track, state) => {
        if (supervision.restore(id, track, state)) restored += 1;
      });
      if (restored > 0 && kept.lastFixAtMs !== null) supervision.feed.restore(kept.lastFixAtMs);
      this.#written = supervision.changes;
      log.info({ vehicles: restored }, 'the latest positions are those from before the service was stopped');
    } catch (error) {
      if (errorCodeOf(error) === 'ENOENT') return;
      log.warn({ err: error }, 'the kept positions cannot be used: vehicles appear when they are heard');
      if (error instanceof DamagedPositionsError)
        await rename(this.#file, `${this.#file}.damaged`).catch(() => undefined);
    }
  }

  start(): void {
    const tick = () => {
      this.#cancel = this.#options.clock.after(EVERY_MS, tick);
      void this.#save();
    };
    this.#cancel ??= this.#options.clock.after(EVERY_MS, tick);
  }

  async stop(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#save();
  }

  /** Writes follow each other; with nothing new, none is made. */
  #save(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const { supervision, clock, log } = this.#options;
    const { changes } = supervision;
    if (changes === this.#written) return;
    const times = { lastFixAtMs: supervision.feed.status.lastFixAtMs, writtenAtMs: clock.nowMs() };
    const bytes = encodePositions((visit) => supervision.eachPosition(visit), supervision.table.count, times);
    try {
      await replaceFile(this.#file, bytes);
      this.#written = changes;
      if (this.#hasFailed) log.info('the latest positions are kept on the disk again');
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed)
        log.warn({ err: error }, 'the latest positions cannot be kept on the disk; it is tried again');
      this.#hasFailed = true;
    }
  }
}

/** The file holds all of the old or all of the new, whenever the machine stops. */
async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const next = `${file}.next`;
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}
