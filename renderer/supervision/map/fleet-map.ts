import type { MapMouseEvent } from 'maplibre-gl';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import type { FleetFrame, FleetStore } from '../fleet/index.ts';
import { FleetLayer, fleetStyle, frameSeconds, pickVehicle, radiusAtZoom } from '../layers/index.ts';
import { createAnimation, drawIntervalMs } from './animation.ts';
import { createMap } from './create-map.ts';
import { createDeckOnDemand } from './deck-on-demand.ts';
import { deskScale, listen, onVisibility, setData } from './dom.ts';
import { fleetPosition } from './fleet-position.ts';
import type { Ground } from './ground.ts';
import { shownStyle } from './ground-style.ts';
import { createLabels } from './labels.ts';
import { MAP_TEXTS } from './map-texts.ts';
import { type CameraLink, createMapCamera, type MapPosition } from './map-camera.ts';
import type { MapViewProps } from './map-view-props.ts';
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
  labelFor: LabelFor | undefined;
  onSelectSlot: (slot: number | null) => void;
  onContextLost: () => void;
}

/** A map of a fleet, without React: it follows the fleet by itself until it is disposed of. */
export interface FleetMap {
  setTheme(theme: 'dark' | 'light'): void;
  setSelectedSlot(slot: number | null): void;
  /** Where names come from; other names than before. Undefined: none are shown. */
  setLabelFor(labelFor: LabelFor | undefined): void;
  /** Shows the bulk of the fleet. */
  fit(): void;
  /** Where it looks; undefined as long as it has not found the fleet and nobody has moved it. */
  view(): MapPosition | undefined;
  dispose: Disposer;
}

/** How far beside a vehicle the pointer may be, CSS pixels. */
const PICK_MARGIN = 5;
/** A map that is narrower than this shows nothing, CSS pixels. */
const LEAST_WIDTH = 120;
/** How often `data-` attributes change at most, milliseconds. */
const REPORT_EVERY_MS = 500;

/** @throws Error where WebGL 2 is missing */
export function createFleetMap(options: FleetMapOptions): FleetMap {
  const { root, container, fleet, clock, language, ground } = options;
  let scale = deskScale(root);
  let { theme, labelFor, selectedSlot } = options;
  let hoveredSlot: number | null = null;
  let pointer: { x: number; y: number } | undefined;
  let fitted = options.view !== undefined;
  let drawn: FleetFrame | undefined;
  let reportedAtMs = Number.NEGATIVE_INFINITY;
  let stopReport: Disposer | undefined;
  let isLost = false;

  const choice = () => ({ theme, language, scale });
  const map = createMap({
    ...{ container, language, interactive: options.interactive, texts: MAP_TEXTS[language] },
    isPart: options.camera !== undefined && !options.interactive,
    style: shownStyle(ground, choice()),
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
  const deck = createDeckOnDemand(map, () => afterPicture(), loseContext);
  const names = createVehicleNames(
    (slots) => labelFor?.(slots) ?? Promise.resolve(slots.map(() => null)),
    () => {
      labels.chooseAgain();
      deck.draw();
    },
  );
  const labels = createLabels(root, names, clock);
  const serverNowMs = () => fleet.serverNowMs();
  const pixelRatio = () => map.getPixelRatio();
  let style = fleetStyle(theme, fleet.status.getState().thresholds, scale);

  const animation = createAnimation(
    clock,
    () => {
      const { counts, timeScale } = fleet.status.getState();
      const { lat: latitude } = map.getCenter();
      const { moving, late, total: vehicles } = counts;
      return drawIntervalMs({ moving, vehicles, late, timeScale, zoom: map.getZoom(), latitude, software });
    },
    () => deck.draw(),
  );

  /** Hands the records to the GPU if they are others, and the style; then a picture is drawn. */
  function show(frame: FleetFrame): void {
    const { streamId } = frame;
    if (drawn !== undefined && drawn.streamId !== streamId) {
      names.forget();
      labels.clear();
      hoveredSlot = null;
    }
    drawn = frame;
    deck.setLayers([new FleetLayer({ id: 'fleet', frame, style, serverNowMs, pixelRatio, selectedSlot, hoveredSlot })]);
  }
  function showAgain(): void {
    const frame = fleet.frame();
    if (frame !== undefined) show(frame);
  }

  /** The ground and the vehicles anew, after the theme, the ground or the size of the screen has changed. */
  function restyle(): void {
    style = fleetStyle(theme, fleet.status.getState().thresholds, scale);
    map.setStyle(shownStyle(ground, choice()));
    showAgain();
  }
  /** Both canvases lose theirs together, mostly: one new map is enough. */
  function loseContext(): void {
    if (isLost) return;
    isLost = true;
    options.onContextLost();
  }

  function fit(): void {
    const frame = fleet.frame();
    // Nothing can be fitted into a panel that is folded away; the next frame tries again.
    if (frame === undefined || container.clientWidth < LEAST_WIDTH) return;
    const size = { width: container.clientWidth, height: container.clientHeight, padding: 48 * scale };
    const position = fleetPosition(frame, size, map.getBearing());
    if (position === undefined) return;
    fitted = true;
    map.jumpTo({ center: [position.longitude, position.latitude], zoom: position.zoom });
  }

  function hover(): void {
    const frame = fleet.frame();
    let slot: number | null = null;
    if (frame !== undefined && pointer !== undefined && !ground.hasPointer()) slot = pick(frame, pointer);
    if (slot === hoveredSlot) return;
    hoveredSlot = slot;
    if (!ground.hasPointer()) map.getCanvas().style.cursor = slot === null ? '' : 'pointer';
    showAgain();
  }
  function pick(frame: FleetFrame, point: { x: number; y: number }): number | null {
    const lens = deck.camera();
    if (lens === undefined) return null;
    const radius = radiusAtZoom(lens.zoom) * scale + PICK_MARGIN;
    const nowSeconds = frameSeconds(frame, serverNowMs());
    return pickVehicle(frame, nowSeconds, lens, point, radius, (x, y) => map.unproject([x, y]));
  }

  function afterPicture(): void {
    const frame = fleet.frame();
    const lens = deck.camera();
    if (frame !== undefined && lens !== undefined) {
      const radius = radiusAtZoom(lens.zoom) * scale;
      const nowSeconds = frameSeconds(frame, serverNowMs());
      labels.update({ frame, nowSeconds, camera: lens, radius, scale, selectedSlot, hoveredSlot });
    }
    report();
  }
  /** Says what is drawn, at most twice a second; what comes sooner is said then. */
  function report(): void {
    stopReport ??= clock.after(Math.max(0, reportedAtMs + REPORT_EVERY_MS - clock.monotonicMs()), () => {
      stopReport = undefined;
      reportedAtMs = clock.monotonicMs();
      const { counts } = fleet.status.getState();
      const { longitude, latitude, zoom } = camera.view();
      setData(root, {
        renderedSequence: String(drawn?.sequence ?? 0),
        vehicles: String(counts.total),
        moving: String(counts.moving),
        camera: `${longitude.toFixed(6)},${latitude.toFixed(6)},${zoom.toFixed(3)}`,
      });
    });
  }

  const disposers: Disposer[] = [
    fleet.subscribe((frame) => {
      if (!fitted && frame.count > 0) camera.quietly(fit);
      show(frame);
      hover();
      animation.wake();
    }),
    fleet.status.subscribe((now, before) => {
      if (now.thresholds !== before.thresholds) {
        style = fleetStyle(theme, now.thresholds, scale);
        showAgain();
      }
      if (now.counts === before.counts) return;
      animation.wake();
      // Nothing moves, so nothing else draws it: vehicles have turned late or silent.
      if (now.counts.moving === 0) deck.draw();
      report();
    }),
    ground.onChange(() => map.setStyle(shownStyle(ground, choice()))),
    onVisibility((visible) => animation.setVisible(visible)),
    listen(root, 'keydown', (event) => {
      if (event.key.toLowerCase() !== 'f' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (options.interactive) fit();
    }),
  ];
  map.on('zoom', () => animation.wake());
  map.on('movestart', (event) => {
    if ('originalEvent' in event && event.originalEvent !== undefined) fitted = true;
  });
  map.on('resize', () => {
    const next = deskScale(root);
    if (next === scale) return;
    scale = next;
    restyle();
  });
  map.on('webglcontextlost', loseContext);
  if (options.interactive) {
    disposers.push(ground.attach(map));
    map.on('mousemove', ({ point }: MapMouseEvent) => {
      pointer = point;
      hover();
    });
    map.on('mouseout', () => {
      pointer = undefined;
      hover();
    });
    map.on('click', ({ point }: MapMouseEvent) => {
      if (ground.hasPointer()) return;
      const frame = fleet.frame();
      options.onSelectSlot(frame === undefined ? null : pick(frame, point));
    });
  }
  animation.setVisible(!document.hidden);
  const known = fleet.frame();
  if (known !== undefined) {
    if (!fitted && known.count > 0) camera.quietly(fit);
    show(known);
    animation.wake();
  }

  return {
    setTheme(next) {
      if (next === theme) return;
      theme = next;
      restyle();
    },
    setSelectedSlot(slot) {
      if (slot === selectedSlot) return;
      selectedSlot = slot;
      showAgain();
    },
    setLabelFor(next) {
      if (next === labelFor) return;
      labelFor = next;
      names.forget();
      labels.clear();
      deck.draw();
    },
    fit,
    view: () => (fitted ? camera.view() : undefined),
    dispose() {
      for (const dispose of disposers) dispose();
      stopReport?.();
      animation.stop();
      labels.dispose();
      camera.dispose();
      deck.dispose();
      map.remove();
    },
  };
}
