import { type Dock, joinDock, type Layout, type Side, splitOff } from './layout-tree.ts';

/** The kind of data of a tab that is dragged: nothing else can be dropped on the console. */
export const DOCK_TYPE = 'application/x-vigie-dock';

/** Where a tab is dropped on a group: among its tabs, or on a side of it. */
export type DropZone = Side | 'join';

/** So much of a group along its edges gives a place of its own; the middle joins the tabs. */
const EDGE = 0.25;

export function zoneAt(
  box: { left: number; top: number; width: number; height: number },
  x: number,
  y: number,
): DropZone {
  const across = (x - box.left) / Math.max(1, box.width);
  const down = (y - box.top) / Math.max(1, box.height);
  const distances: readonly (readonly [DropZone, number])[] = [
    ['left', across],
    ['right', 1 - across],
    ['top', down],
    ['bottom', 1 - down],
  ];
  const [nearest, distance] = distances.reduce((one, other) => (other[1] < one[1] ? other : one));
  return distance < EDGE ? nearest : 'join';
}

export function dropDock(layout: Layout, dock: Dock, beside: Dock, zone: DropZone): Layout {
  return zone === 'join' ? joinDock(layout, dock, beside) : splitOff(layout, dock, beside, zone);
}
