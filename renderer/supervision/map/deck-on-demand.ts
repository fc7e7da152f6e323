import { Deck, type Layer, WebMercatorViewport } from '@deck.gl/core';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { IControl, Map as MapLibreMap } from 'maplibre-gl';
import { type Camera, cameraOf } from '../layers/index.ts';
import { isSoftwareRenderer, rendererNameOf } from './software-renderer.ts';

/** deck.gl over a map, in a canvas of its own, which works only when it is told to. */
export interface DeckOnDemand {
  /** Shows these layers with the next picture. */
  setLayers(layers: Layer[]): void;
  /** Draws the layers anew, though nothing of them has changed but the time. */
  draw(): void;
  /** Draws what has been asked for at once instead of with the next picture of the screen: a program that plays the GPU begins sooner. */
  drawNow(): void;
  /** The view of the next picture; undefined until there is one. */
  camera(): Camera | undefined;
  dispose(): void;
}

/**
 * Over the map rather than interleaved with it: what moves is the fleet, thirty times a second, and the ground need not
 * be drawn again for that. When the camera moves both draw in the same turn. The loop of deck.gl, which looks 60 times a
 * second whether there is anything to do and costs a twentieth of a processor at rest, is stopped; one turn of it is
 * run when layers have changed.
 * @param afterDraw called after each picture
 * @param onContextLost called when the driver has taken this canvas's context away
 */
export function createDeckOnDemand(map: MapLibreMap, afterDraw: () => void, onContextLost: () => void): DeckOnDemand {
  let layers: Layer[] = [];
  let ready = false;
  let planned: number | undefined;
  let changed = false;
  const overlay = new MapLibreOverlay({
    layers: [],
    // Vehicles soften their edges themselves; a program that plays the GPU would draw each pixel of theirs four times for it.
    deviceProps: { webgl: { antialias: !isSoftwareRenderer(rendererNameOf(map.getCanvas())) } },
    onAfterRender: afterDraw,
    onLoad: () => {
      ready = true;
      deck()?.['animationLoop']?.stop();
      overlay.getCanvas()?.addEventListener('webglcontextlost', onContextLost);
      plan();
    },
  });
  const deck = () => {
    const inner: unknown = overlay['_deck'];
    return inner instanceof Deck ? inner : undefined;
  };

  /** Draws with the next picture of the screen, once whatever has asked for it. */
  function plan(): void {
    if (ready) planned ??= requestAnimationFrame(turn);
  }
  function turn(): void {
    planned = undefined;
    const drawing = deck();
    if (drawing === undefined) return;
    if (changed) {
      changed = false;
      overlay.setProps({ layers });
      drawing['animationLoop']?.redraw();
    } else drawing.redraw('the time has changed');
  }

  const control: IControl = overlay;
  map.addControl(control);
  const onResize = () => plan();
  map.on('resize', onResize);
  return {
    setLayers(next) {
      layers = next;
      changed = true;
      plan();
    },
    draw: plan,
    drawNow() {
      if (planned === undefined) return;
      cancelAnimationFrame(planned);
      turn();
    },
    camera() {
      const viewport = ready ? deck()?.getViewports()[0] : undefined;
      return viewport instanceof WebMercatorViewport ? cameraOf(viewport) : undefined;
    },
    dispose() {
      ready = false;
      if (planned !== undefined) cancelAnimationFrame(planned);
      map.off('resize', onResize);
      map.removeControl(control);
    },
  };
}
