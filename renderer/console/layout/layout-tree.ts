import { z } from 'zod';
import { PANELS } from '../../stores/selection.ts';

/** What can stand in the console: the map, and the panels of lists. */
export const DOCKS = ['map', ...PANELS] as const;
export type Dock = (typeof DOCKS)[number];

/** Docks that share one place: the one that is shown, and tabs for the others. */
export interface Group {
  readonly kind: 'group';
  readonly docks: readonly Dock[];
  readonly shown: Dock;
}

/** Two places beside or above each other. */
export interface Split {
  readonly kind: 'split';
  readonly direction: 'row' | 'column';
  /** How much of it the second place has, in percent. */
  readonly percent: number;
  readonly first: Layout;
  readonly second: Layout;
}

/** How the console is divided. Each dock is in it once at most. */
export type Layout = Group | Split;
export type Side = 'left' | 'right' | 'top' | 'bottom';

export const LEAST_PERCENT = 15;
export const MOST_PERCENT = 85;
/** More than fits on any screen; a file that says otherwise is broken. */
const MOST_GROUPS = DOCKS.length;

const group = z
  .strictObject({ kind: z.literal('group'), docks: z.array(z.enum(DOCKS)).min(1), shown: z.enum(DOCKS) })
  .refine(({ docks, shown }) => docks.includes(shown));
const node: z.ZodType<Layout> = z.lazy(() =>
  z.union([
    group,
    z.strictObject({
      kind: z.literal('split'),
      direction: z.enum(['row', 'column']),
      percent: z.number().min(LEAST_PERCENT).max(MOST_PERCENT),
      first: node,
      second: node,
    }),
  ]),
);
/** A layout as it is kept: each dock once at most. */
export const layoutSchema = node.refine((layout) => {
  const docks = groupsOf(layout).flatMap((one) => one.docks);
  return new Set(docks).size === docks.length && groupsOf(layout).length <= MOST_GROUPS;
});

export function groupOf(...docks: readonly [Dock, ...Dock[]]): Group {
  return { kind: 'group', docks, shown: docks[0] };
}

/** The groups in reading order. */
export function groupsOf(layout: Layout): Group[] {
  return layout.kind === 'group' ? [layout] : [...groupsOf(layout.first), ...groupsOf(layout.second)];
}

export function groupWith(layout: Layout, dock: Dock): Group | undefined {
  return groupsOf(layout).find(({ docks }) => docks.includes(dock));
}

/** The docks that can be seen. */
export function shownDocks(layout: Layout): Dock[] {
  return groupsOf(layout).map(({ shown }) => shown);
}

/** Shows a dock: in its group, or, where it is in none, as a tab of the group where lists are. */
export function showDock(layout: Layout, dock: Dock): Layout {
  if (groupWith(layout, dock) !== undefined) {
    return changeGroups(layout, (one) =>
      one.docks.includes(dock) && one.shown !== dock ? { ...one, shown: dock } : one,
    );
  }
  const groups = groupsOf(layout);
  const lists = groups.toSorted((one, other) => listsIn(other) - listsIn(one));
  const home = lists[0];
  return changeGroups(layout, (one) => (one === home ? { ...one, docks: [...one.docks, dock], shown: dock } : one));
}

function listsIn({ docks }: Group): number {
  return docks.filter((dock) => dock !== 'map').length;
}

/** Takes a dock out. The last one stays: an empty console shows nothing, and says nothing. */
export function closeDock(layout: Layout, dock: Dock): Layout {
  return without(layout, dock) ?? layout;
}

/** Puts a dock among the tabs of the group in which `beside` is, and shows it. */
export function joinDock(layout: Layout, dock: Dock, beside: Dock): Layout {
  if (dock === beside) return layout;
  const left = without(layout, dock);
  if (left === undefined || groupWith(left, beside) === undefined) return layout;
  return changeGroups(left, (one) =>
    one.docks.includes(beside) ? { ...one, docks: [...one.docks, dock], shown: dock } : one,
  );
}

/** Opens a dock that is in no group, among the tabs of the group in which `beside` is. */
export function openBeside(layout: Layout, dock: Dock, beside: Dock): Layout {
  if (groupWith(layout, dock) !== undefined) return joinDock(layout, dock, beside);
  return changeGroups(layout, (one) =>
    one.docks.includes(beside) ? { ...one, docks: [...one.docks, dock], shown: dock } : one,
  );
}

/** Gives a dock a place of its own, on a side of the group in which `beside` is. */
export function splitOff(layout: Layout, dock: Dock, beside: Dock, side: Side): Layout {
  const home = groupWith(layout, beside);
  if (home === undefined || (home.docks.length === 1 && home.docks[0] === dock)) return layout;
  const left = without(layout, dock);
  // The group that it leaves may be the one that it is put beside.
  const anchor = home.docks.find((one) => one !== dock && (one === beside || beside === dock));
  if (left === undefined || anchor === undefined) return layout;
  const own = groupOf(dock);
  const direction = side === 'left' || side === 'right' ? 'row' : 'column';
  const isFirst = side === 'left' || side === 'top';
  return mapNodes(left, (one) => {
    if (one.kind !== 'group' || !one.docks.includes(anchor)) return one;
    return { kind: 'split', direction, percent: 50, first: isFirst ? own : one, second: isFirst ? one : own };
  });
}

/** Changes the share of a split, which is named by the first dock of each of its places. */
export function resize(layout: Layout, place: string, percent: number): Layout {
  const bounded = Math.min(MOST_PERCENT, Math.max(LEAST_PERCENT, Math.round(percent * 10) / 10));
  return mapNodes(layout, (one) =>
    one.kind === 'split' && placeOf(one) === place ? { ...one, percent: bounded } : one,
  );
}

/** Swaps the two places of the split in which the group of a dock is, or turns it from beside to above. */
export function turn(layout: Layout, dock: Dock, how: 'swap' | 'turn'): Layout {
  return mapNodes(layout, (one) => {
    if (one.kind === 'group') return one;
    const isParent = [one.first, one.second].some((place) => place.kind === 'group' && place.docks.includes(dock));
    if (!isParent) return one;
    if (how === 'swap') return { ...one, first: one.second, second: one.first, percent: 100 - one.percent };
    return { ...one, direction: one.direction === 'row' ? 'column' : 'row' };
  });
}

/** A name for a split that lasts while tabs are shown and hidden. */
export function placeOf(split: Split): string {
  const first = (layout: Layout) => groupsOf(layout)[0]?.docks.toSorted().join('+') ?? '';
  return `${first(split.first)}/${first(split.second)}`;
}

function without(layout: Layout, dock: Dock): Layout | undefined {
  if (layout.kind === 'group') {
    if (!layout.docks.includes(dock)) return layout;
    const docks = layout.docks.filter((one) => one !== dock);
    const [first] = docks;
    if (first === undefined) return undefined;
    return { ...layout, docks, shown: layout.shown === dock ? (neighbour(layout, dock) ?? first) : layout.shown };
  }
  const first = without(layout.first, dock);
  const second = without(layout.second, dock);
  if (first === undefined || second === undefined) return first ?? second;
  return first === layout.first && second === layout.second ? layout : { ...layout, first, second };
}

/** The tab that is shown when one goes: the next, or the one before. */
function neighbour({ docks }: Group, dock: Dock): Dock | undefined {
  const index = docks.indexOf(dock);
  return docks[index + 1] ?? docks[index - 1];
}

function changeGroups(layout: Layout, change: (group: Group) => Group): Layout {
  return mapNodes(layout, (one) => (one.kind === 'group' ? change(one) : one));
}

/** Each node as it is changed, its places first. What is not changed stays the same object. */
function mapNodes(layout: Layout, change: (node: Layout) => Layout): Layout {
  if (layout.kind === 'group') return change(layout);
  const first = mapNodes(layout.first, change);
  const second = mapNodes(layout.second, change);
  return change(first === layout.first && second === layout.second ? layout : { ...layout, first, second });
}
