import type { VehicleFilter, VehicleRow, VEHICLE_SORTS } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import type { Connection } from '../../connection/index.ts';
import { createListModel, type ListModel } from '../../stores/list-model.ts';
import type { Window } from '../../stores/paged-list.ts';
import type { SlotOf } from '../../stores/selection.ts';

/** A vehicle with its place in the position frames, null while it has not been heard. */
export interface VehicleEntry extends VehicleRow {
  readonly place: SlotOf | null;
}

export type VehicleSort = (typeof VEHICLE_SORTS)[number];
/** What the window's filter shows; the list's own search comes on top. */
export interface VehicleListFilter {
  readonly fleet: VehicleFilter;
  /** Who plays the recording that is shown: the list is of its instant. Null: live. */
  readonly player: string | null;
}

export type VehicleListModel = ListModel<VehicleEntry, VehicleListFilter, VehicleSort, Window<VehicleEntry>>;

/** How often an order that vehicles change by moving is asked again, in milliseconds. */
const LIVE_ORDER_MS = 5_000;
const LIVE_SORTS: ReadonlySet<VehicleSort> = new Set(['lastHeard', 'speed']);

/** All vehicles, sorted and searched by the data host. An order by age or speed is kept true as they move. */
export function createVehicleListModel(
  connection: Pick<Connection, 'client' | 'onOpen'>,
  clock: Clock,
): VehicleListModel {
  const model = createListModel<VehicleEntry, VehicleListFilter, VehicleSort>({
    connection,
    clock,
    filter: { fleet: {}, player: null },
    sort: { by: 'code', direction: 'ascending' },
    entities: ['vehicle'],
    // They change places as they move: not under the pointer of whoever reads them.
    identify: ({ id }) => id,
    fetch: async ({ filter: { fleet, player, text }, sort }, window, signal) => {
      // Each word of both must be found.
      const words = [fleet.text, text].flatMap((one) => one ?? []).join(' ');
      const filter = words === '' ? fleet : { ...fleet, text: words.slice(0, 200) };
      const played = player === null ? {} : { player };
      const asked = { filter, sort, ...played, ...window };
      const answer = await connection.client.request('vehicles.page', asked, { signal });
      return { ...answer, rows: answer.rows.map((row) => ({ ...row, place: placeOf(row, answer.streamId) })) };
    },
  });
  let stop: Disposer = () => undefined;
  const beat = () => {
    const view = model.view.getState();
    // Of a recording the list follows the instant that is shown.
    if (view.filter.player === null && isOfPositions(view)) model.list.refresh();
    stop = clock.after(LIVE_ORDER_MS, beat);
  };
  beat();
  const { dispose } = model;
  model.dispose = () => {
    stop();
    dispose();
  };
  return model;
}

/** Whether what is listed, or its order, changes as vehicles move. */
export function isOfPositions({ filter, sort }: ReturnType<VehicleListModel['view']['getState']>): boolean {
  return LIVE_SORTS.has(sort.by) || filter.fleet.live !== undefined;
}

export function placeOf({ slot }: Pick<VehicleRow, 'slot'>, streamId: number): SlotOf | null {
  return slot === null ? null : { streamId, slot };
}
