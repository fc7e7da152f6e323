import { type Mission, MISSION_STATUSES } from '../../../shared/domain/index.ts';
import { toMs, toMsOrNull, toPlace } from './columns.ts';
import { sortKey } from './folding.ts';
import type { SqlValue, Writer } from './handles.ts';
import { type Counted, createMissionTotals } from './mission-totals.ts';
import { placeholders } from './sql.ts';

export interface MissionWrites {
  /** The server's row. One that is older than what is known is ignored. */
  upsert(mission: Mission, version: number): void;
  /** What is shown in place of the server's row. */
  put(mission: Mission, version: number): void;
  /** A tombstone of this version. One that is older than the row is ignored. */
  remove(id: string, version: number): void;
  clear(): void;
  /** A vehicle has come, changed its code or gone (null): its missions are sorted by the new code. */
  vehicleCodeChanged(vehicleId: string, from: string | null, to: string | null): void;
  /** Before the commit. */
  finish(): void;
  /** After a rollback: what was remembered of this transaction is not so. */
  forget(): void;
  /** Which rows the transaction has touched, told once. */
  touched(): TouchedMissions;
}

export interface TouchedMissions {
  /** All of them: they were removed together. */
  readonly all: boolean;
  readonly keys: readonly number[];
}

interface Known extends Counted {
  row_key: number;
  version: number;
  words: string;
}

const COLUMNS = [
  'id',
  'version',
  'reference',
  'reference_key',
  'vehicle_id',
  'vehicle_key',
  'driver',
  'customer_name',
  'customer_key',
  'origin_address',
  'destination_address',
  'planned_start_at_ms',
  'planned_end_at_ms',
  'actual_start_at_ms',
  'actual_end_at_ms',
  'status',
  'distance_metres',
  'amount_cents',
  'currency',
  'billing_cycle_id',
  'third_party_id',
];

/** The searchable text of a stored row; the same as `wordsOfMission` makes. */
const STORED_WORDS = `concat_ws(' ', reference, driver, customer_name, origin_address, destination_address)`;

export function createMissionWrites(writer: Writer): MissionWrites {
  const find = writer.select<Known>(`
    SELECT row_key, version, billing_cycle_id, third_party_id, amount_cents, ${STORED_WORDS} AS words FROM missions WHERE id = ?`);
  const insert = writer.change(`INSERT INTO missions (${COLUMNS.join(', ')}) VALUES (${placeholders(COLUMNS.length)})`);
  const update = writer.change(
    `UPDATE missions SET ${COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE row_key = ?`,
  );
  const remove = writer.change('DELETE FROM missions WHERE row_key = ?');
  const index = writer.change('INSERT INTO missions_search (rowid, words) VALUES (?, ?)');
  const unindex = writer.change('DELETE FROM missions_search WHERE rowid = ?');
  const recode = writer.change('UPDATE missions SET vehicle_key = ? WHERE vehicle_key IS ? AND vehicle_id = ?');
  const findCode = writer.selectValue<string>('SELECT code_key FROM vehicles WHERE id = ?');
  const totals = createMissionTotals(writer);
  const codes = new Map<string, string | null>();
  const touched = new Set<number>();
  let isAllTouched = false;

  function codeOf(vehicleId: string | null): string | null {
    if (vehicleId === null) return null;
    const known = codes.get(vehicleId);
    if (known !== undefined) return known;
    const code = findCode.get(vehicleId) ?? null;
    codes.set(vehicleId, code);
    return code;
  }

  function write(mission: Mission, version: number, known: Known | undefined): void {
    const values = valuesOf(mission, version, codeOf(mission.vehicleId));
    const words = wordsOfMission(mission);
    if (known === undefined) {
      const { rowKey } = insert.run(...values);
      index.run(rowKey, words);
      touched.add(rowKey);
    } else {
      touched.add(known.row_key);
      totals.remove(known);
      update.run(...values, known.row_key);
      if (words !== known.words) {
        unindex.run(known.row_key);
        index.run(known.row_key, words);
      }
    }
    totals.add({
      billing_cycle_id: mission.billingCycleId,
      third_party_id: mission.thirdPartyId,
      amount_cents: mission.amountCents,
    });
  }

  return {
    upsert(mission, version) {
      const known = find.get(mission.id);
      if (known === undefined || known.version <= version) write(mission, version, known);
    },
    put: (mission, version) => write(mission, version, find.get(mission.id)),
    remove(id, version) {
      const known = find.get(id);
      if (known === undefined || known.version > version) return;
      totals.remove(known);
      touched.add(known.row_key);
      remove.run(known.row_key);
      unindex.run(known.row_key);
    },
    clear() {
      totals.forget();
      codes.clear();
      isAllTouched = true;
      writer.execute(`
        DELETE FROM missions;
        INSERT INTO missions_search (missions_search) VALUES ('delete-all');
        DELETE FROM billing_cycle_totals;
        DELETE FROM third_party_totals;`);
    },
    vehicleCodeChanged(vehicleId, from, to) {
      codes.set(vehicleId, to);
      if (from !== to) recode.run(to, from, vehicleId);
    },
    finish: () => totals.flush(),
    forget() {
      totals.forget();
      codes.clear();
      touched.clear();
      isAllTouched = false;
    },
    touched() {
      const result = { all: isAllTouched, keys: [...touched] };
      touched.clear();
      isAllTouched = false;
      return result;
    },
  };
}

function valuesOf(mission: Mission, version: number, vehicleKey: string | null): SqlValue[] {
  return [
    mission.id,
    version,
    mission.reference,
    sortKey(mission.reference),
    mission.vehicleId,
    vehicleKey,
    mission.driver,
    mission.customerName,
    mission.customerName === null ? null : sortKey(mission.customerName),
    mission.originAddress,
    mission.destinationAddress,
    toMs(mission.plannedStartAt),
    toMs(mission.plannedEndAt),
    toMsOrNull(mission.actualStartAt),
    toMsOrNull(mission.actualEndAt),
    toPlace(MISSION_STATUSES, mission.status),
    mission.distanceMetres,
    mission.amountCents,
    mission.currency,
    mission.billingCycleId,
    mission.thirdPartyId,
  ];
}

function wordsOfMission({ reference, driver, customerName, originAddress, destinationAddress }: Mission): string {
  return [reference, driver, customerName, originAddress, destinationAddress].filter((text) => text !== null).join(' ');
}
