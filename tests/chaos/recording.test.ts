import { expect, it } from 'vitest';
import { killRecordings } from '../drills/recording/drill.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

/** The same as `npm run drill:recording -- --kills 50`, which also holds the time that is lost against its limit. */
it('a recording whose process is killed again and again is whole but for its last moments, and as it was live', async () => {
  const report = await killRecordings(temporaryFolder(), 3, () => undefined);
  expect(report).toMatchObject({ kills: 3, unreadable: 0, different: 0 });
  expect(report.segments).toBeGreaterThanOrEqual(3);
  expect(report.instants).toBeGreaterThan(3);
});
