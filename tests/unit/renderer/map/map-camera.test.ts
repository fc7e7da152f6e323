import { describe, expect, it, vi } from 'vitest';
import {
  type CameraLink,
  createMapCamera,
  type MapLike,
  type MapPosition,
} from '../../../../renderer/supervision/map/map-camera.ts';
import { createListeners } from '../../../../shared/rpc/index.ts';

/** A map that moves as MapLibre does: `move` is fired within `jumpTo`. */
function createMap() {
  const moves = new Set<() => void>();
  const at = { lng: 3, lat: 47, zoom: 4, bearing: 0 };
  const move = (to: Partial<typeof at>) => {
    Object.assign(at, to);
    for (const listener of moves) listener();
  };
  const map: MapLike = {
    getCenter: () => ({ lng: at.lng, lat: at.lat }),
    getZoom: () => at.zoom,
    getBearing: () => at.bearing,
    jumpTo: ({ center: [lng, lat], zoom, bearing }) => move({ lng, lat, zoom, bearing }),
    on: (_type, listener) => moves.add(listener),
    off: (_type, listener) => moves.delete(listener),
  };
  return { map, at, move, moves };
}

/** A link that tells every map, the one that published too. */
function createLink(first?: MapPosition) {
  const listeners = createListeners<MapPosition>();
  let current = first;
  const say = (position: MapPosition) => {
    current = position;
    listeners.emit(position);
  };
  const publish = vi.fn(say);
  const link: CameraLink = { current: () => current, subscribe: (listener) => listeners.add(listener), publish };
  return { link, publish, say };
}

const LYON: MapPosition = { longitude: 4.835, latitude: 45.764, zoom: 11 };

describe('the camera of a map', () => {
  it('begins where its link looks', () => {
    const { map, at } = createMap();
    const onFollow = vi.fn();
    createMapCamera(map, createLink({ ...LYON, bearing: 30 }).link, onFollow);
    expect(at).toEqual({ lng: 4.835, lat: 45.764, zoom: 11, bearing: 30 });
    expect(onFollow).toHaveBeenCalled();
  });

  it('goes to a newer position within the call, and does not publish it', () => {
    const { map, at } = createMap();
    const { link, say, publish } = createLink();
    createMapCamera(map, link, () => undefined);
    say(LYON);
    expect(at).toEqual({ lng: 4.835, lat: 45.764, zoom: 11, bearing: 0 });
    say({ ...LYON, bearing: 90 });
    expect(at.bearing).toBe(90);
    expect(publish).not.toHaveBeenCalled();
  });

  it('publishes each step of its user once, and the others follow without an echo', () => {
    const here = createMap();
    const there = createMap();
    const { link, publish } = createLink(LYON);
    createMapCamera(here.map, link, () => undefined);
    createMapCamera(there.map, link, () => undefined);
    here.move({ lng: 5 });
    here.move({ lng: 5, zoom: 12 });
    // A resize fires `move` too, though nothing has moved.
    here.move({});
    expect(publish.mock.calls).toEqual([
      [{ longitude: 5, latitude: 45.764, zoom: 11 }],
      [{ longitude: 5, latitude: 45.764, zoom: 12 }],
    ]);
    expect(there.at).toEqual(here.at);
    there.move({ bearing: 10 });
    expect(here.at).toEqual(there.at);
    expect(publish).toHaveBeenCalledTimes(3);
  });

  it('says nothing of what it is moved to quietly, and of what comes after it does', () => {
    const { map, move } = createMap();
    const { link, publish } = createLink();
    const camera = createMapCamera(map, link, () => undefined);
    camera.quietly(() => move({ lng: 1, lat: 1 }));
    move({});
    expect(publish).not.toHaveBeenCalled();
    move({ lng: 2 });
    expect(publish).toHaveBeenCalledExactlyOnceWith({ longitude: 2, latitude: 1, zoom: 4 });
  });

  it('lets go of its map and its link', () => {
    const { map, at, move, moves } = createMap();
    const { link, say, publish } = createLink();
    createMapCamera(map, link, () => undefined).dispose();
    say(LYON);
    expect(at.lng).toBe(3);
    move({ lng: 9 });
    expect(publish).not.toHaveBeenCalled();
    expect(moves.size).toBe(0);
  });
});
