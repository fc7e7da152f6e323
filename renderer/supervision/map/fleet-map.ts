import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import type { FleetFrame, FleetStore } from '../fleet/index.ts';
import type { FleetScene } from '../layers/index.ts';
import { createAnimation, drawIntervalMs } from './animation.ts';
import { createMap } from './create-map.ts';
import { createFleetCanvas } from './fleet-canvas.ts';
import { deskScale, listen, onVisibility } from './dom.ts';
import { createDrawnSlots } from './drawn-slots.ts';
import { createFleetPicture, type PictureLook } from './fleet-picture.ts';
import { fleetPosition } from './fleet-position.ts';
import { FOLLOW_ZOOM, followPosition } from './follow.ts';
import type { Ground } from './ground.ts';
import { shownStyle } from './ground-style.ts';
import { type AlarmedVehicles, createAlarmMarks, NONE_ALARMED } from './alarm-marks.ts';
import { createLabels } from './labels.ts';
import { createMapSight } from './map-interest.ts';
import { createMapPointer } from './map-pointer.ts';
import { createMapReport } from './map-report.ts';
import { MAP_TEXTS } from './map-texts.ts';
import { type CameraLink, createMapCamera, type MapPosition } from './map-camera.ts';
import { createOverlayWishes, type OverlayChoice } from './map-overlays.ts';
import type { MapViewProps } from './map-view-props.ts';
import { createStaleCover } from './stale-cover.ts';
import { isSoftwareRenderer, rendererNameOf } from './software-renderer.ts';
import { createVehicleNames } from './vehicle-names.ts';

type LabelFor = NonNullable<MapViewProps['labelFor']>;

export interface FleetMapOptions {
  /** Says what is drawn in its `data-` attributes. Holds the labels. */
  root: HTMLElement;
  /** An empty element in `root`, which the map fills. */
  container: HTMLElement;
  fleet: FleetStore;
  clock: Clock;
  theme: 'dark' | 'light';
  language: 'fr' | 'en';
  interactive: boolean;
  /** What lies beneath the vehicles: it does not become another. */
  ground: Ground;
  /** Where to look; the bulk of the fleet when not said. */
  view: MapPosition | undefined;
  /** A camera shared with other maps: what it says goes before `view`. */
  camera: CameraLink | undefined;
  selectedSlot: number | null;
  /** What becomes of vehicles that the fleet's filter leaves out. */
  outside: 'dim' | 'hide';
  /** Whether the camera keeps the selected vehicle in the middle. */
  following: boolean;
  labelFor: LabelFor | undefined;
  overlays: OverlayChoice;
  onSelectSlot: (slot: number | null) => void;
  /** The user has taken the camera away from the vehicle that it followed. */
  onLetGo: () => void;
  onContextLost: () => void;
}

/** A map of a fleet, without React: it follows the fleet by itself until it is disposed of. */
export interface FleetMap {
  setTheme(theme: 'dark' | 'light'): void;
  setSelectedSlot(slot: number | null): void;
  setOutside(outside: 'dim' | 'hide'): void;
  setFollowing(following: boolean): void;
  setOverlays(overlays: OverlayChoice): void;
  setAlarmed(alarmed: AlarmedVehicles): void;
  /** Where names come from; other names than before. Undefined: none are shown. */
  setLabelFor(labelFor: LabelFor | undefined): void;
  /** Shows the bulk of the fleet, of what the filter shows of it. */
  fit(): void;
  /** Draws the ground and the vehicles as they are now onto a canvas of another size. */
  paintOn(target: CanvasRenderingContext2D): Promise<void>;
  /** Where it looks; undefined as long as it has not found the fleet and nobody has moved it. */
  view(): MapPosition | undefined;
  /** What is on the screen, be it what a map without a fleet begins with. */
  shownView(): MapPosition;
  dispose: Disposer;
}

/** A map that is narrower than this shows nothing, CSS pixels. */
const LEAST_WIDTH = 120;
/** @throws Error where WebGL 2 is missing */
export function createFleetMap(options: FleetMapOptions): FleetMap {
  const { root, container, fleet, clock, language, ground } = options;
  let { labelFor, following, overlays } = options;
  let fitted = options.view !== undefined;
  let drawnAtMs: number | undefined;
  let isLost = false;
  /** The zoom that following begins with at least; then the user's own. */
  let nearest = following ? FOLLOW_ZOOM : 0;

  const choice = () => {
    const { theme, scale } = picture.look();
    return { theme, language, scale };
  };
  const look: PictureLook = {
    ...{ theme: options.theme, scale: deskScale(root), outside: options.outside, isDense: false },
    ...{ selectedSlot: options.selectedSlot, hoveredSlot: null },
  };
  const map = createMap({
    ...{ container, language, interactive: options.interactive, texts: MAP_TEXTS[language] },
    isPart: options.camera !== undefined && !options.interactive,
    style: shownStyle(ground, { theme: look.theme, language, scale: look.scale }),
    onFit: () => fit(),
  });
  if (options.view !== undefined) {
    const { longitude, latitude, zoom, bearing = 0 } = options.view;
    map.jumpTo({ center: [longitude, latitude], zoom, bearing });
  }
  const camera = createMapCamera(map, options.camera, () => {
    fitted = true;
  });
  const software = isSoftwareRenderer(rendererNameOf(map.getCanvas()));
  const canvas = createFleetCanvas(map, {
    paint: (camera) => picture.paint(camera),
    afterDraw: () => afterPicture(),
    onContextLost: loseContext,
  });
  const picture = createFleetPicture({
    ...{ canvas, fleet, clock, look },
    hasCopies: () => map.getRenderWorldCopies(),
    pixelRatio: () => map.getPixelRatio(),
    slotsOf: (frame, camera) => drawnSlots.of(frame, camera),
    onOtherStream() {
      names.forget();
      labels.clear();
    },
  });
  const drawnSlots = createDrawnSlots(
    fleet,
    () => map.getPixelRatio(),
    () => picture.look().scale,
  );
  const names = createVehicleNames(
    (slots) => labelFor?.(slots) ?? Promise.resolve(slots.map(() => null)),
    () => {
      labels.chooseAgain();
      canvas.draw();
    },
  );
  const wishes = createOverlayWishes(map, fleet);
  const sight = createMapSight(map, fleet.interest);
  const labels = createLabels(root, names, clock);
  const alarmMarks = createAlarmMarks(root);
  let alarmed = NONE_ALARMED;
  const report = createMapReport(root, clock, () => ({
    sequence: picture.frame()?.sequence ?? 0,
    status: fleet.status.getState(),
    view: camera.view(),
    source: fleet.source,
  }));
  const pointer = options.interactive ? createMapPointer(map, picture, ground, options.onSelectSlot) : undefined;
  const animation = createAnimation(
    clock,
    () => {
      const { counts, timeScale, pace } = fleet.status.getState();
      // Time stands: nothing moves and nothing fades.
      if (pace === 0 && !picture.isBlending()) return null;
      const { lat: latitude } = map.getCenter();
      const { moving, late, total: vehicles } = counts;
      const view = { zoom: map.getZoom(), latitude, software, blending: picture.isBlending() };
      return drawIntervalMs({ moving, vehicles, late, timeScale: timeScale * pace, ...view });
    },
    () => canvas.draw(),
  );

  /** The ground and the vehicles anew, after the theme or the size of the screen has changed. */
  function restyle(change: Partial<PictureLook>): void {
    picture.set(change);
    map.setStyle(shownStyle(ground, choice()));
  }
  /** Both canvases lose theirs together, mostly: one new map is enough. */
  function loseContext(): void {
    if (isLost) return;
    isLost = true;
    options.onContextLost();
  }

  /** Shows the bulk of what the filter shows; of all, when it shows nothing. */
  function fit(): void {
    const frame = fleet.frame();
    // Nothing can be fitted into a panel that is folded away; the next frame tries again.
    if (frame === undefined || container.clientWidth < LEAST_WIDTH) return;
    const padding = 48 * picture.look().scale;
    const size = { width: container.clientWidth, height: container.clientHeight, padding };
    const bearing = map.getBearing();
    const position = fleetPosition(frame, size, bearing, picture.scene()?.sees) ?? fleetPosition(frame, size, bearing);
    if (position === undefined) return;
    fitted = true;
    map.jumpTo({ center: [position.longitude, position.latitude], zoom: position.zoom });
    sight.look();
  }

  function afterPicture(): void {
    drawnAtMs = clock.monotonicMs();
    const scene = picture.scene();
    if (scene !== undefined) {
      if (!map.isMoving()) drawnSlots.look(scene.camera);
      follow(scene);
      const bounds = map.getBounds();
      const area = {
        ...{ west: bounds.getWest(), south: bounds.getSouth() },
        ...{ east: bounds.getEast(), north: bounds.getNorth() },
      };
      const { lateMs, silentMs } = fleet.status.getState().thresholds;
      const slots = drawnSlots.of(scene.frame, scene.camera);
      labels.update({ scene, area, slots, thresholds: { lateMs, silentMs }, ...picture.look() });
      alarmMarks.update(scene, picture.look().scale, alarmed);
    }
    report.due();
  }
  /** Asks for trails and densities of where the map has come to rest. */
  function wish(): void {
    const isDense = wishes.look(overlays, picture.look().selectedSlot);
    if (isDense !== picture.look().isDense) picture.set({ isDense });
  }
  /** Takes the camera to the vehicle that it is to follow, for the next picture. */
  function follow(scene: FleetScene): void {
    const { selectedSlot } = picture.look();
    if (!following || selectedSlot === null || map.isMoving()) return;
    const next = followPosition(scene, selectedSlot, camera.view());
    if (next === undefined) return;
    fitted = true;
    map.jumpTo({ center: [next.longitude, next.latitude], zoom: Math.max(next.zoom, nearest) });
    nearest = 0;
  }
  function takeFrame(frame: FleetFrame): void {
    if (!fitted && frame.count > 0) camera.quietly(fit);
    picture.refresh();
    pointer?.look();
    animation.wake();
    if (!document.hidden) canvas.drawNow();
  }

  /** Pictures that are as seldom as vehicles fade are no sign of life. */
  const lastPictureMs = () => {
    const isAnimated = fleet.status.getState().counts.moving > 0 && animation.isDue();
    return isAnimated && !document.hidden && container.clientWidth >= LEAST_WIDTH ? drawnAtMs : undefined;
  };

  const disposers: Disposer[] = [
    fleet.onOverlays(() => picture.refresh()),
    createStaleCover({
      ...{ root, fleet, clock, drawnAtMs: lastPictureMs },
      text: fleet.source === 'live' ? MAP_TEXTS[language].notLive : MAP_TEXTS[language].notReplayed,
      locale: MAP_TEXTS[language].locale,
    }),
    fleet.subscribe(takeFrame),
    fleet.onShown(() => {
      picture.refresh();
      pointer?.look();
      labels.chooseAgain();
      report.due();
    }),
    fleet.status.subscribe((now, before) => {
      if (now.thresholds !== before.thresholds) picture.refresh();
      if (now.pace !== before.pace) animation.wake();
      if (now.counts === before.counts) return;
      animation.wake();
      // Nothing moves, so nothing else draws it: vehicles have turned late or silent.
      if (now.counts.moving === 0) canvas.draw();
      report.due();
    }),
    ground.onChange(() => map.setStyle(shownStyle(ground, choice()))),
    onVisibility((visible) => animation.setVisible(visible)),
    listen(root, 'keydown', (event) => {
      if (event.key.toLowerCase() !== 'f' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (options.interactive) fit();
    }),
  ];
  map.on('zoom', () => animation.wake());
  map.on('moveend', wish);
  map.on('movestart', (event) => {
    if (!('originalEvent' in event) || event.originalEvent === undefined) return;
    fitted = true;
  });
  map.on('dragstart', () => {
    if (following) options.onLetGo();
  });
  map.on('resize', () => {
    const scale = deskScale(root);
    if (scale !== picture.look().scale) restyle({ scale });
  });
  map.on('webglcontextlost', loseContext);
  if (options.interactive) disposers.push(ground.attach(map));
  animation.setVisible(!document.hidden);
  sight.select(options.selectedSlot);
  const known = fleet.frame();
  if (known !== undefined) takeFrame(known);
  wish();
  if (fitted) sight.look();

  return {
    setTheme(theme) {
      if (theme !== picture.look().theme) restyle({ theme });
    },
    setSelectedSlot(selectedSlot) {
      if (selectedSlot === picture.look().selectedSlot) return;
      picture.set({ selectedSlot });
      sight.select(selectedSlot);
      wish();
    },
    setOutside(outside) {
      if (outside !== picture.look().outside) picture.set({ outside });
    },
    setOverlays(next) {
      overlays = next;
      wish();
    },
    setAlarmed(next) {
      if (next === alarmed) return;
      alarmed = next;
      canvas.draw();
    },
    setFollowing(next) {
      if (next === following) return;
      following = next;
      nearest = next ? FOLLOW_ZOOM : 0;
      canvas.draw();
    },
    setLabelFor(next) {
      if (next === labelFor) return;
      labelFor = next;
      names.forget();
      labels.clear();
      canvas.draw();
    },
    fit,
    paintOn(target) {
      return new Promise((resolve) => {
        // What is drawn can be read in the turn in which it is drawn, and no later.
        map.once('render', () => {
          const { width, height } = target.canvas;
          for (const source of [map.getCanvas(), canvas.element]) target.drawImage(source, 0, 0, width, height);
          resolve();
        });
        canvas.draw();
        map.triggerRepaint();
      });
    },
    view: () => (fitted ? camera.view() : undefined),
    shownView: () => camera.view(),
    dispose() {
      for (const dispose of disposers) dispose();
      for (const part of [report, labels, alarmMarks, camera, picture, drawnSlots, sight]) part.dispose();
      animation.stop();
      canvas.dispose();
      map.remove();
    },
  };
}
