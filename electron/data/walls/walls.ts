import type {
  AskedReplay,
  DeskNews,
  DeskOrder,
  OpenScreen,
  SharedReplay,
  SpanCamera,
  WallFocus,
  WallNow,
} from '../../../shared/contract/index.ts';
import {
  type Clock,
  type Disposer,
  type MapCamera,
  MOST_WALLS,
  type ShownDisplay,
  type Wall,
} from '../../../shared/domain/index.ts';
import { createListeners, RpcError } from '../../../shared/rpc/index.ts';
import type { Log } from '../log.ts';
import { createShownKeeper } from './keep-shown.ts';
import type { ShownStorage, ShownWall } from './shown-file.ts';
import { closingOf, createDesk, openingOf, unknownWalls } from './desk.ts';
import { createWallCameras } from './wall-cameras.ts';
import { createWallReplays } from './wall-replays.ts';
import type { WallStorage } from './wall-file.ts';

/** What windows hear of walls. */
export type WallNews =
  | { name: 'walls.changed'; payload: { revision: number } }
  | { name: 'walls.moved'; payload: SpanCamera & { wall: string } }
  | { name: 'walls.replaying'; payload: { wall: string; group: string; replay: SharedReplay | null } }
  | { name: 'walls.shown'; payload: { wall: string; focus: WallFocus | null; generation: number } }
  | { name: 'displays.changed'; payload: { displays: ShownDisplay[] } };

/** The walls: their arrangements, what each shows at present, and the desk of displays that they are on. */
export interface Walls {
  list(): { walls: Wall[]; open: OpenScreen[] };
  /** @throws RpcError `not-found` */
  get(id: string): Wall;
  now(id: string): WallNow;
  /** @throws StorageError; the wall is then as it was */
  save(wall: Wall): void;
  remove(id: string): void;
  open(id: string): void;
  close(id: string): void;
  move(id: string, span: string, camera: MapCamera, begins?: number): void;
  /** Takes the screens of a group back or on together; null: live again. */
  replay(id: string, group: string, replay: AskedReplay | null): void;
  /** One of them replays until it is disposed: a replay that nobody shows is over. */
  holdReplay(id: string, group: string): Disposer;
  show(id: string, focus: WallFocus | null): void;
  displays(): ShownDisplay[] | null;
  identify(): void;
  /** The shell says what is there, and what is open. */
  hear(news: DeskNews): void;
  /** What the shell shall do. */
  onOrder(listener: (order: DeskOrder) => void): Disposer;
  onNews(listener: (news: WallNews) => void): Disposer;
  dispose: Disposer;
}

export interface WallsOptions {
  storage: WallStorage;
  shown: ShownStorage;
  clock: Clock;
  log: Pick<Log, 'error' | 'warn'>;
}

export function createWalls({ storage, shown, clock, log }: WallsOptions): Walls {
  const orders = createListeners<DeskOrder>();
  const news = createListeners<WallNews>();
  const desk = createDesk((order) => orders.emit(order));
  const focuses = new Map<string, WallFocus>();
  const cameras = createWallCameras(clock, (wall, camera) =>
    news.emit({ name: 'walls.moved', payload: { wall, ...camera } }),
  );
  const replays = createWallReplays(clock, (wall, group, replay) =>
    news.emit({ name: 'walls.replaying', payload: { wall, group, replay } }),
  );
  let walls = storage.read();
  const keeper = createShownKeeper({ storage: shown, clock, log }, () => walls.flatMap(shownNow));
  let revision = 1;

  function changed(): void {
    revision += 1;
    news.emit({ name: 'walls.changed', payload: { revision } });
  }
  function keep(next: Wall[]): void {
    storage.write(next);
    walls = next;
  }
  function get(id: string): Wall {
    const found = walls.find((one) => one.id === id);
    if (found === undefined) throw new RpcError('not-found', `there is no wall '${id}'`, { field: 'wall' });
    return found;
  }
  const openOf = (id: string) => desk.open().filter(({ wall }) => wall === id);

  /** An arrangement that is not kept is better than none: the disk may be full, and the window is open. */
  function adopt(made: Wall[]): void {
    if (made.length === 0) return;
    const next = [...walls, ...made].slice(0, MOST_WALLS);
    try {
      keep(next);
    } catch (error) {
      walls = next;
      log.error({ err: error }, 'walls that were opened cannot be kept');
    }
  }

  /** What is to be kept of a wall: nothing where it shows its arrangement alone. */
  function shownNow({ id, spans }: Wall): ShownWall[] {
    const focus = focuses.get(id) ?? null;
    const moved = cameras.of(id).map(({ span, camera }) => ({ span, camera }));
    return focus === null && moved.length === 0 ? [] : [{ wall: id, focus, spans, cameras: moved }];
  }
  for (const { wall: id, focus, spans, cameras: moved } of shown.read()) {
    const wall = walls.find((one) => one.id === id);
    if (wall === undefined) continue;
    if (focus !== null) focuses.set(id, focus);
    if (JSON.stringify(spans) !== JSON.stringify(wall.spans)) continue;
    for (const { span, camera } of moved) cameras.restore(id, span, camera);
  }

  return {
    list: () => ({ walls, open: desk.open() }),
    get,
    now: (id) => ({
      wall: id,
      arrangement: walls.find((one) => one.id === id) ?? null,
      open: openOf(id),
      generation: cameras.generation(id),
      cameras: cameras.of(id),
      focus: focuses.get(id) ?? null,
      replays: replays.of(id),
    }),
    save(wall) {
      const before = walls.find(({ id }) => id === wall.id);
      if (before === undefined && walls.length >= MOST_WALLS)
        throw new RpcError('invalid-request', `there are ${MOST_WALLS} walls already: remove one`, { field: 'wall' });
      keep(before === undefined ? [...walls, wall] : walls.map((one) => (one.id === wall.id ? wall : one)));
      if (JSON.stringify(before?.spans) !== JSON.stringify(wall.spans)) {
        cameras.forget(wall.id);
        replays.forget(wall.id);
        keeper.soon();
      }
      if (openOf(wall.id).length > 0) desk.order(openingOf(wall));
      changed();
    },
    remove(id) {
      get(id);
      keep(walls.filter((one) => one.id !== id));
      cameras.forget(id);
      replays.forget(id);
      focuses.delete(id);
      keeper.now();
      if (openOf(id).length > 0) desk.order(closingOf(id));
      changed();
    },
    open: (id) => desk.order(openingOf(get(id))),
    close: (id) => desk.order(closingOf(get(id).id)),
    move(id, span, camera, begins) {
      if (!get(id).spans.some((one) => one.id === span))
        throw new RpcError('not-found', `the wall has no span '${span}'`, { field: 'span' });
      cameras.move(id, span, camera, begins);
      keeper.soon();
    },
    replay(id, group, replay) {
      if (!get(id).spans.some((one) => one.id === group))
        throw new RpcError('not-found', `the wall has no span '${group}'`, { field: 'group' });
      replays.steer(id, group, replay);
    },
    holdReplay: (id, group) => replays.hold(id, group),
    show(id, focus) {
      get(id);
      if (focus === null) focuses.delete(id);
      else focuses.set(id, focus);
      // A picture over several screens goes there as one: the first of its windows says where that is.
      cameras.forget(id);
      keeper.now();
      news.emit({ name: 'walls.shown', payload: { wall: id, focus, generation: cameras.generation(id) } });
    },
    displays: () => desk.news()?.displays ?? null,
    identify: () => desk.order({ type: 'identify-displays' }),
    hear(heard) {
      const first = desk.news() === null;
      const before = JSON.stringify(desk.news()?.displays);
      desk.hear(heard);
      adopt(unknownWalls(heard, walls));
      // Once, at the start: an arrangement that was saved at the last moment before a crash holds too.
      if (first) for (const id of new Set(heard.open.map(({ wall }) => wall))) reconcile(id);
      if (JSON.stringify(heard.displays) !== before)
        news.emit({ name: 'displays.changed', payload: { displays: heard.displays } });
      changed();
    },
    onOrder: (listener) => orders.add(listener),
    onNews: (listener) => news.add(listener),
    dispose() {
      keeper.dispose();
      cameras.dispose();
      replays.dispose();
    },
  };

  /** Screens that someone has closed stay closed; those that the arrangement no longer has are closed now. */
  function reconcile(id: string): void {
    const wall = walls.find((one) => one.id === id);
    if (wall === undefined) return;
    const there = new Set(openOf(id).map(({ screen }) => screen));
    const known = wall.screens.filter((screen) => there.has(screen.id));
    if (known.length !== there.size) desk.order(openingOf({ ...wall, screens: known }));
  }
}
