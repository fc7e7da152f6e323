import type { Spell } from './history.ts';

/** What one fix says: whether it begins to be so, and, once it is an alarm, whether it goes on. */
export interface Say {
  atMs: number;
  begins: boolean;
  goesOn: boolean;
}

/** Alarms from what fixes say. A delay is over at the first fix at or after its end, with all fixes in between saying the same. */
export function alarmsFromFixes(says: readonly Say[], onMs: number, offMs: number): Spell[] {
  const alarms: Spell[] = [];
  let at = 0;
  while (at < says.length) {
    const raised = firstAfterRun(says, at, (say) => say.begins, onMs);
    if (raised === undefined) break;
    const returned = firstAfterRun(says, raised + 1, (say) => !say.goesOn, offMs);
    alarms.push({ fromMs: timeOf(says, raised), toMs: returned === undefined ? null : timeOf(says, returned) });
    if (returned === undefined) break;
    at = returned + 1;
  }
  return alarms;
}

/** The first fix that ends an unbroken run which has lasted for the time. */
function firstAfterRun(
  says: readonly Say[],
  from: number,
  holds: (say: Say) => boolean,
  lastsMs: number,
): number | undefined {
  for (let start = from; start < says.length; start++) {
    const first = says[start];
    if (first === undefined || !holds(first)) continue;
    for (let end = start; end < says.length; end++) {
      const last = says[end];
      if (last === undefined || !holds(last)) {
        start = end;
        break;
      }
      if (last.atMs - first.atMs >= lastsMs) return end;
      if (end === says.length - 1) return undefined;
    }
  }
  return undefined;
}

function timeOf(says: readonly Say[], index: number): number {
  const say = says[index];
  if (say === undefined) throw new RangeError(`there is no fix ${index}`);
  return say.atMs;
}

/** Alarms from spells in which something was so, in continuous time; spells are in order and do not overlap. */
export function alarmsFromSpells(spells: readonly Spell[], onMs: number, offMs: number, endMs: number): Spell[] {
  const alarms: Spell[] = [];
  let open: Spell | undefined;
  for (const spell of spells) {
    const over = spell.toMs ?? endMs;
    if (open !== undefined && open.toMs !== null && spell.fromMs - open.toMs >= offMs) {
      alarms.push({ fromMs: open.fromMs, toMs: open.toMs + offMs });
      open = undefined;
    }
    if (open !== undefined) open.toMs = spell.toMs;
    else if (over - spell.fromMs >= onMs) open = { fromMs: spell.fromMs + onMs, toMs: spell.toMs };
  }
  if (open === undefined) return alarms;
  const isOver = open.toMs !== null && endMs - open.toMs >= offMs;
  alarms.push({ fromMs: open.fromMs, toMs: isOver && open.toMs !== null ? open.toMs + offMs : null });
  return alarms;
}
