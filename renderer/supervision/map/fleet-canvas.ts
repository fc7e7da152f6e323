import type { Map as MapLibreMap } from 'maplibre-gl';
import { type Camera, cameraOf, drawFlat } from '../layers/index.ts';
import { isSoftwareRenderer, rendererNameOf } from './software-renderer.ts';

/** A canvas of its own over a map, which is drawn on only when it is told to be. */
export interface FleetCanvas {
  readonly gl: WebGL2RenderingContext;
  readonly element: HTMLCanvasElement;
  /** Draws with the next picture of the screen, once whatever has asked for it. */
  draw(): void;
  /** Draws what has been asked for at once instead of with the next picture of the screen: a program that plays the GPU begins sooner. */
  drawNow(): void;
  /** Where the map looks now. */
  camera(): Camera;
  dispose(): void;
}

export interface FleetCanvasOptions {
  /** Draws all that is to be seen, onto nothing. */
  paint: (camera: Camera) => void;
  /** Called after each picture. */
  afterDraw: () => void;
  /** The driver has taken this canvas's context away. */
  onContextLost: () => void;
}

/**
 * Over the map rather than in it: what moves is the fleet, thirty times a second, and the ground need not be drawn again for that.
 * When the camera moves both draw in the same turn.
 * @throws Error where WebGL 2 is missing
 */
export function createFleetCanvas(map: MapLibreMap, options: FleetCanvasOptions): FleetCanvas {
  const canvas = document.createElement('canvas');
  canvas.className = 'map-fleet';
  canvas.setAttribute('aria-hidden', 'true');
  const gl = contextOf(canvas, map);
  map.getCanvasContainer().after(canvas);
  drawFlat(gl);
  gl.clearColor(0, 0, 0, 0);
  let planned: number | undefined;
  let size = { width: 0, height: 0 };
  let drawnAt: Camera | undefined;

  function resize(): void {
    const { clientWidth, clientHeight } = map.getContainer();
    size = { width: clientWidth, height: clientHeight };
    const ratio = map.getPixelRatio();
    canvas.width = Math.floor(clientWidth * ratio);
    canvas.height = Math.floor(clientHeight * ratio);
    gl.viewport(0, 0, canvas.width, canvas.height);
    plan();
  }
  function camera(): Camera {
    const { lng: longitude, lat: latitude } = map.getCenter();
    return cameraOf({ longitude, latitude, zoom: map.getZoom(), bearing: map.getBearing(), ...size });
  }
  function plan(): void {
    planned ??= requestAnimationFrame(turn);
  }
  function turn(): void {
    if (planned !== undefined) cancelAnimationFrame(planned);
    planned = undefined;
    if (size.width === 0 || size.height === 0) return;
    drawnAt = camera();
    gl.clear(gl.COLOR_BUFFER_BIT);
    options.paint(drawnAt);
    options.afterDraw();
  }
  /** The map has drawn: for another camera the vehicles are drawn in the same turn. */
  function onMapDrawn(): void {
    if (planned !== undefined || drawnAt === undefined || !isSameCamera(drawnAt, camera())) turn();
  }

  canvas.addEventListener('webglcontextlost', options.onContextLost);
  map.on('resize', resize);
  map.on('render', onMapDrawn);
  resize();
  return {
    gl,
    element: canvas,
    draw: plan,
    drawNow() {
      if (planned !== undefined) turn();
    },
    camera,
    dispose() {
      canvas.removeEventListener('webglcontextlost', options.onContextLost);
      map.off('resize', resize);
      map.off('render', onMapDrawn);
      if (planned !== undefined) cancelAnimationFrame(planned);
      // A page has 16 contexts: this one is free at once.
      gl.getExtension('WEBGL_lose_context')?.loseContext();
      canvas.remove();
    },
  };
}

function contextOf(canvas: HTMLCanvasElement, map: MapLibreMap): WebGL2RenderingContext {
  // Vehicles soften their edges themselves; a program that plays the GPU would draw each pixel of theirs four times for it.
  const antialias = !isSoftwareRenderer(rendererNameOf(map.getCanvas()));
  const gl = canvas.getContext('webgl2', { antialias, depth: false, stencil: false });
  if (gl === null) throw new Error('there is no WebGL 2 for the vehicles over the map');
  return gl;
}

/** Shows each place where the other does. */
export function isSameCamera(one: Camera, other: Camera): boolean {
  return (
    one.longitudeUnits === other.longitudeUnits &&
    one.latitudeUnits === other.latitudeUnits &&
    one.width === other.width &&
    one.height === other.height &&
    one.matrix.every((value, index) => value === other.matrix[index])
  );
}
