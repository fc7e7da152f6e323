import { VEHICLE_KINDS } from '../../shared/domain/index.ts';
import type { FeedVehicle } from '../feeds/feed.ts';
import { type Catalogue, type Duty, KIND_SHARES, type SimulatedKind } from './catalogue.ts';
import type { Circuit } from './circuit.ts';
import { fraction, PURPOSE } from './random.ts';
import { depotName } from './town-map.ts';
import { buildTraffic, type Traffic } from './traffic.ts';

/** Share of the fleet that waits at its depot in reserve. */
const RESERVE_SHARE = 0.03;
const LETTERS: Record<SimulatedKind, string> = { bus: 'B', tram: 'T', coach: 'C', taxi: 'X', van: 'V', truck: 'P' };
const LABELS: Record<SimulatedKind, string> = {
  bus: 'Bus',
  tram: 'Tram',
  coach: 'Car',
  taxi: 'Taxi',
  van: 'Utilitaire',
  truck: 'Camion',
};

// Steps of the additive sequences that fill the unit square most evenly (the plastic number's powers; M. Roberts, "The
// unreasonable effectiveness of quasirandom sequences", 2018), and of the golden ratio for one dimension.
const STEP_KIND = 0.7548776662466927;
const STEP_DUTY = 0.5698402909980532;
const STEP_PHASE = 0.6180339887498949;

/**
 * The vehicles, by index. The first ones are the same for any size of fleet, so that a larger fleet on the same data
 * only adds vehicles.
 */
export interface Fleet {
  count: number;
  seed: number;
  codes: readonly string[];
  kinds: Uint8Array;
  duties: readonly Duty[];
  circuits: readonly Circuit[];
  /** Where each is in its rounds at the Unix epoch, seconds. */
  phaseSeconds: Float64Array;
  traffic: Traffic;
}

export function buildFleet(catalogue: Catalogue, count: number, seed: number): Fleet {
  const chosen = chooser(catalogue);
  const ranks = new Map<Circuit, number>();
  const phases = new Float64Array(count);
  const start = (use: number) => fraction(seed, PURPOSE.kind, use);
  const [kindStart, dutyStart, phaseStart] = [start(0), start(1), start(2)];
  const duties: Duty[] = [];
  const circuits: Circuit[] = [];
  for (let i = 0; i < count; i += 1) {
    const duty = chosen((kindStart + i * STEP_KIND) % 1, (dutyStart + i * STEP_DUTY) % 1);
    const inReserve = fraction(seed, PURPOSE.reserve, i) < RESERVE_SHARE;
    const circuit = inReserve ? catalogue.reserve(duty.home) : duty.circuit();
    const rank = ranks.get(circuit) ?? 0;
    ranks.set(circuit, rank + 1);
    // Vehicles of one circuit follow each other at even distances, however many they are.
    phases[i] =
      ((phaseStart + rank * STEP_PHASE + fraction(seed, PURPOSE.phase, circuits.length) * 0.02) % 1) *
      circuit.periodSeconds;
    duties.push(duty);
    circuits.push(circuit);
  }
  return {
    count,
    seed,
    codes: duties.map((duty, i) => codeOf(duty, i)),
    kinds: Uint8Array.from(duties, (duty) => VEHICLE_KINDS.indexOf(duty.kind)),
    duties,
    circuits,
    phaseSeconds: phases,
    traffic: buildTraffic(count, seed),
  };
}

/** What the back office is told about a vehicle. */
export function describeVehicle(fleet: Fleet, vehicle: number): FeedVehicle {
  const duty = fleet.duties[vehicle];
  const code = fleet.codes[vehicle];
  if (duty === undefined || code === undefined) throw new Error(`the fleet has no vehicle ${vehicle}`);
  const label = `${LABELS[duty.kind]} ${vehicle + 1}`;
  return { code, label, kind: duty.kind, depot: depotName(duty.home), line: duty.line };
}

function codeOf(duty: Duty, vehicle: number): string {
  return `${duty.home.code}-${LETTERS[duty.kind]}${String(vehicle + 1).padStart(4, '0')}`;
}

/** Chooses a duty by two fractions: the first for the kind of vehicle, the second for its work, by weight. */
function chooser({ duties }: Catalogue): (kind: number, work: number) => Duty {
  const kinds = Object.entries(KIND_SHARES).map(([kind, share]) => ({ kind: kind as SimulatedKind, share }));
  const byKind = weighted(kinds, ({ share }) => share);
  const byWork = new Map(kinds.map(({ kind }) => [kind, weighted(duties[kind], ({ weight }) => weight)]));
  return (kindShare, workShare) => {
    const { kind } = byKind(kindShare);
    const work = byWork.get(kind);
    if (work === undefined) throw new Error(`no work for a ${kind}`);
    return work(workShare);
  };
}

function weighted<T>(items: readonly T[], weight: (item: T) => number): (share: number) => T {
  const sums: number[] = [];
  let total = 0;
  for (const item of items) sums.push((total += weight(item)));
  return (share) => {
    const found = items[sums.findIndex((sum) => share * total < sum)] ?? items.at(-1);
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  };
}
