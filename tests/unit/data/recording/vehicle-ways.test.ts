import { expect, it } from 'vitest';
import { Library } from '../../../../electron/data/recording/library.ts';
import { Recorder } from '../../../../electron/data/recording/recorder.ts';
import { waysOf } from '../../../../electron/data/recording/vehicle-ways.ts';
import { POSITION_FLAGS, readRecord, RECORD_BYTES } from '../../../../shared/domain/index.ts';
import { createChangingFleet } from '../../../support/recording/changing-fleet.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

it('the ways of some vehicles are their fixes, over stretches and groups of slots, without what is doubted', () => {
  const folder = newFolder();
  const fleet = createChangingFleet(600);
  const recorder = new Recorder({ folder, limits: { hours: 24, bytes: 1e9 }, leastFreeBytes: 0, clock: fleet.clock });
  /** All fixes that were live of the last vehicle, by their instant. */
  const live = new Map<number, { longitude: number; latitude: number }>();
  const run = (frames: number) => {
    for (let count = 0; count < frames; count++) {
      const { frame, live: moment } = fleet.next();
      recorder.directory(fleet.streamId, 0, fleet.ids);
      recorder.frame(frame);
      if (moment.records.byteLength < 600 * RECORD_BYTES) continue;
      const view = new DataView(moment.records.buffer, moment.records.byteOffset);
      const record = readRecord(view, 599 * RECORD_BYTES, moment.epochMs);
      if ((record.flags & (POSITION_FLAGS.hidden | POSITION_FLAGS.suspect)) === 0)
        live.set(Math.round(record.observedAtMs), record);
    }
  };
  run(150);
  fleet.rebase();
  run(100);
  recorder.close();
  const library = new Library(folder);
  library.refresh();
  const span = { fromMs: -Infinity, toMs: Infinity };
  const [first, last, none] = waysOf(library.stretches(), {
    ...span,
    vehicleIds: [fleet.ids[0] ?? '', fleet.ids[599] ?? '', 'nobody'],
    everyMs: 0,
  });
  expect(none).toEqual({ vehicleId: 'nobody', fixes: [] });
  expect(first?.fixes.length).toBeGreaterThan(10);
  expect(last?.fixes.length).toBeGreaterThan(10);
  for (const { atMs, longitude, latitude } of last?.fixes ?? []) {
    expect([longitude, latitude]).toEqual([live.get(atMs)?.longitude, live.get(atMs)?.latitude]);
  }
  const [thin] = waysOf(library.stretches(), { ...span, vehicleIds: [fleet.ids[599] ?? ''], everyMs: 5_000 });
  const steps = thin?.fixes.slice(1).map(({ atMs }, index) => atMs - (thin.fixes[index]?.atMs ?? 0)) ?? [];
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(5_000);
  library.close();
});
