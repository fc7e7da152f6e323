import { beforeEach, describe, expect, it } from 'vitest';
import { createFleetInterest, type FleetInterest } from '../../../../renderer/supervision/fleet/fleet-interest.ts';
import type { FleetArea } from '../../../../shared/domain/index.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';

let clock: ManualClock;
let asked: (FleetArea | null)[];
let interest: FleetInterest;
beforeEach(() => {
  clock = createManualClock();
  asked = [];
  interest = createFleetInterest(clock, (area) => asked.push(area));
  interest.begin();
});
const view = (west: number, width: number) => ({ west, south: 45, east: west + width, north: 45 + width / 2 });
const later = () => clock.advance(1_000);

describe('what a window needs of the fleet', () => {
  it('is what its map looks at, and half as much at each side', () => {
    interest.openMap().look(view(4, 1));
    later();
    expect(asked).toEqual([{ boxes: [{ west: 3.5, south: 44.75, east: 5.5, north: 45.75 }], slots: [] }]);
  });

  it('is asked anew at once when the map leaves that, not for each move within it', () => {
    const map = interest.openMap();
    map.look(view(4, 1));
    later();
    for (let step = 0; step < 5; step++) map.look(view(4 + step / 10, 1));
    later();
    expect(asked).toHaveLength(1);
    map.look(view(4.7, 1));
    expect(asked.at(-1)?.boxes[0]).toMatchObject({ west: 4.2, east: 6.2 });
  });

  it('is less when the map is much nearer, once it has come to rest', () => {
    const map = interest.openMap();
    map.look(view(4, 2));
    later();
    map.look(view(4.5, 0.4));
    expect(asked.at(-1)?.boxes[0]?.west).toBe(3);
    map.look(view(4.5, 0.1));
    later();
    expect(asked.at(-1)?.boxes[0]?.west).toBeCloseTo(4.45, 9);
  });

  it('is everything for a map that shows a country, has not found its place, or looks round the world', () => {
    const map = interest.openMap();
    later();
    expect(asked).toEqual([]);
    map.look(view(4, 1));
    later();
    map.look(view(0, 9));
    expect(asked.at(-1)).toBeNull();
    map.look(view(538, 1));
    later();
    expect(asked.at(-1)?.boxes[0]).toMatchObject({ west: 177.5, east: 179.5 });
  });

  it('is the sum of its maps, and vehicles that it shows wherever they are', () => {
    const [one, other] = [interest.openMap(), interest.openMap()];
    one.look(view(4, 1));
    other.look(view(2, 1));
    const letGo = interest.want(17);
    const twice = interest.want(17);
    later();
    expect(asked.at(-1)).toMatchObject({ boxes: [{ west: 3.5 }, { west: 1.5 }], slots: [17] });
    letGo();
    letGo();
    later();
    expect(asked.at(-1)?.slots).toEqual([17]);
    twice();
    other.dispose();
    later();
    expect(asked.at(-1)).toMatchObject({ boxes: [{ west: 3.5 }], slots: [] });
  });

  it('is everything while something counts all of them, and before the first vehicles are there', () => {
    interest.openMap().look(view(4, 1));
    later();
    const letGo = interest.wantAll();
    expect(asked.at(-1)).toBeNull();
    letGo();
    later();
    expect(asked.at(-1)?.boxes).toHaveLength(1);
    const fresh = createFleetInterest(clock, (area) => asked.push(area));
    asked = [];
    fresh.openMap().look(view(4, 1));
    later();
    expect(asked).toEqual([]);
  });
});
