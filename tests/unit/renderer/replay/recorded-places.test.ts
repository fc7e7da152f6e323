import { expect, it } from 'vitest';
import { createRecordedPlaces, placeKey } from '../../../../renderer/supervision/replay/places.ts';
import { quietestSlots } from '../../../../renderer/supervision/replay/quietest-slots.ts';
import { EPOCH_MS, frameOf, recordOf } from '../../../support/fleet-records.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

it('asks once for all vehicles of a turn, and again for those that could not be answered', async () => {
  const asked: unknown[] = [];
  let fails = true;
  const places = createRecordedPlaces({
    request: ((_name: string, params: { vehicleIds: string[] }) => {
      asked.push(params);
      return fails ? Promise.reject(new Error('away')) : Promise.resolve({ slots: [4, null] });
    }) as never,
  });
  const want = () => {
    for (const id of ['a', 'b', 'a']) places.want(7, id);
  };
  want();
  await settle();
  fails = false;
  want();
  await settle();
  want();
  await settle();
  expect(asked).toEqual([
    { streamId: 7, vehicleIds: ['a', 'b'] },
    { streamId: 7, vehicleIds: ['a', 'b'] },
  ]);
  expect(places.state.getState().get(placeKey(7, 'a'))).toEqual({ streamId: 7, slot: 4 });
  expect(places.state.getState().get(placeKey(7, 'b'))).toBeNull();
});

it('finds the vehicles that had not been heard for longest at the instant of a frame', () => {
  const heard = (secondsAgo: number) => recordOf({ observedAtMs: EPOCH_MS - secondsAgo * 1_000 });
  const frame = frameOf([heard(5), null, heard(500), heard(1), heard(60)]);
  expect(quietestSlots(frame, 3)).toEqual([2, 4, 0]);
  expect(quietestSlots(frame, 9)).toEqual([2, 4, 0, 3]);
});
