import type { Writer } from './handles.ts';

/** What a mission adds to the totals of its billing cycle and third party. */
export interface Counted {
  billing_cycle_id: string | null;
  third_party_id: string | null;
  amount_cents: number | null;
}

export interface MissionTotals {
  add(mission: Counted): void;
  remove(mission: Counted): void;
  /** Writes what was added and removed: before the commit. */
  flush(): void;
  /** Forgets it: after a rollback. */
  forget(): void;
}

/** Adds up in memory over a transaction: a page of thousands of missions touches a few totals. */
export function createMissionTotals(writer: Writer): MissionTotals {
  const cycles = new Map<string, { missions: number; cents: number }>();
  const thirdParties = new Map<string, number>();
  const addToCycle = writer.change(`
    INSERT INTO billing_cycle_totals VALUES (?, ?, ?) ON CONFLICT (billing_cycle_id) DO UPDATE
    SET mission_count = mission_count + excluded.mission_count, amount_cents = amount_cents + excluded.amount_cents`);
  const addToThirdParty = writer.change(`
    INSERT INTO third_party_totals VALUES (?, ?) ON CONFLICT (third_party_id) DO UPDATE
    SET mission_count = mission_count + excluded.mission_count`);

  function count(mission: Counted, sign: 1 | -1): void {
    const { billing_cycle_id: cycleId, third_party_id: thirdPartyId } = mission;
    if (cycleId !== null) {
      const known = cycles.get(cycleId) ?? { missions: 0, cents: 0 };
      known.missions += sign;
      known.cents += sign * (mission.amount_cents ?? 0);
      cycles.set(cycleId, known);
    }
    if (thirdPartyId !== null) thirdParties.set(thirdPartyId, (thirdParties.get(thirdPartyId) ?? 0) + sign);
  }

  function forget(): void {
    cycles.clear();
    thirdParties.clear();
  }

  return {
    add: (mission) => count(mission, 1),
    remove: (mission) => count(mission, -1),
    flush() {
      for (const [id, { missions, cents }] of cycles)
        if (missions !== 0 || cents !== 0) addToCycle.run(id, missions, cents);
      for (const [id, missions] of thirdParties) if (missions !== 0) addToThirdParty.run(id, missions);
      forget();
    },
    forget,
  };
}
