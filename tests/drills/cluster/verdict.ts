import type { DrillDesktop } from './desktop.ts';

/** What the drill is about. All are 0, or it has failed. */
export interface Verdict {
  /** Events that a desktop was not told of. */
  lost: number;
  /** Events that it was told of again. */
  doubled: number;
  /** Events of one entity that came in another order than they happened. */
  disordered: number;
  /** Missions that a desktop knows otherwise than the server. */
  diverged: number;
}

export const FAULTLESS: Verdict = { lost: 0, doubled: 0, disordered: 0, diverged: 0 };

export function add(one: Verdict, other: Verdict): Verdict {
  return {
    lost: one.lost + other.lost,
    doubled: one.doubled + other.doubled,
    disordered: one.disordered + other.disordered,
    diverged: one.diverged + other.diverged,
  };
}

/** The log from one position, exclusive, to another, inclusive. */
export interface Span {
  from: number;
  to: number;
}

/** @param truth versions of the missions on the server, by id */
export async function judge(
  desktop: DrillDesktop,
  { from, to }: Span,
  truth: ReadonlyMap<string, number>,
): Promise<Verdict> {
  const heard = desktop.heard.filter(({ position }) => position > from && position <= to);
  const positions = new Set(heard.map(({ position }) => position));
  const known = await desktop.missions();
  const ids = new Set([...known.keys(), ...truth.keys()]);
  return {
    lost: to - from - positions.size,
    doubled: heard.length - positions.size,
    disordered: disorderOf(heard),
    diverged: [...ids].filter((id) => known.get(id) !== truth.get(id)).length,
  };
}

/** Each event of a row has the version after the one before; what is no change of a row has none, and goes by its position. */
function disorderOf(heard: DrillDesktop['heard']): number {
  const last = new Map<string, { position: number; version: number | null }>();
  let count = 0;
  for (const { position, entity, id, version } of heard) {
    const key = `${entity} ${id}`;
    const before = last.get(key);
    if (before !== undefined && position < before.position) count += 1;
    else if (
      before?.version !== undefined &&
      before.version !== null &&
      version !== null &&
      version !== before.version + 1
    )
      count += 1;
    last.set(key, { position, version });
  }
  return count;
}
