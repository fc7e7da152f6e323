/** As many names are asked for at once. */
const MOST_AT_ONCE = 100;
/** Names are forgotten beyond this: a wall runs for months. */
const MOST_KEPT = 5_000;

type Ask = (slots: number[]) => Promise<(string | null)[]>;

/** Short names of vehicles by slot, asked for once and kept while the stream lasts. */
export interface VehicleNames {
  /** Undefined while it is not known. */
  get(slot: number): string | null | undefined;
  /** Sees to it that these become known; `onChange` is called when they do. */
  want(slots: readonly number[]): void;
  /** Slots mean other vehicles, or names have changed. */
  forget(): void;
}

export function createVehicleNames(ask: Ask, onChange: () => void): VehicleNames {
  let names = new Map<number, string | null>();
  let asking: Set<number> | undefined;

  async function fetchNames(slots: number[]): Promise<void> {
    const into = names;
    asking = new Set(slots);
    try {
      const found = await ask(slots);
      if (into !== names) return;
      if (into.size + slots.length > MOST_KEPT) into.clear();
      slots.forEach((slot, index) => into.set(slot, found[index] ?? null));
      onChange();
    } catch (error) {
      // The connection says by itself that it is down. They are asked for again with the next round.
      console.warn('names of vehicles could not be had', error);
    } finally {
      asking = undefined;
    }
  }

  return {
    get: (slot) => names.get(slot),
    want(slots) {
      if (asking !== undefined) return;
      const missing = slots.filter((slot) => !names.has(slot)).slice(0, MOST_AT_ONCE);
      if (missing.length > 0) void fetchNames(missing);
    },
    forget() {
      names = new Map();
    },
  };
}
