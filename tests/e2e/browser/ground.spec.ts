import { cornersOf } from '../../../shared/domain/index.ts';
import { ARCHIVE_BOUNDS, smallArchive } from '../../support/small-archive.ts';
import { expect, expectAccessible, isReady, test } from './fixtures.ts';

test.use({ size: { vehicles: 20, missions: 20 } });

const file = '/srv/maps/lyon.pmtiles';

/** One visit, since each draws a map in software: an archive is shown, goes away and comes back; a geofence is drawn on it. */
test('the ground is an archive while it can be read, and geofences are drawn on it', async ({ windows, host }) => {
  const bytes = smallArchive();
  const { baseMap } = host.ground.state;
  const archive = { key: 'archive-1', tiles: 'vector' as const, minZoom: 0, maxZoom: 12, bounds: [...ARCHIVE_BOUNDS] };
  const chosen = { ...baseMap, choice: { kind: 'archive' as const, file }, chosenBy: 'person' as const };
  const say = (change: Partial<typeof baseMap>) => {
    host.ground.state = { ...host.ground.state, baseMap: { ...chosen, ...change } };
    host.groundChanged();
  };
  host.ground.files.set('archive-1', bytes);
  const [west, south, east, north] = ARCHIVE_BOUNDS;
  say({ archive: { ...archive, bounds: [west, south, east, north] } });

  const page = await windows.open();
  await isReady(page);
  const map = page.getByTestId('map');
  await expect(map.getByText('Protomaps')).toBeVisible();
  // A tile was read, not only the directory of the archive.
  await expect.poll(() => host.asked('ground.bytes')).toBeGreaterThan(1);

  // Its drive goes away: the offline map, with the reason; then it is back.
  say({ archive: null, fault: { code: 'not-answering', file, detail: 'it does not answer', sinceMs: 0 } });
  await expect(map.getByText('Natural Earth')).toBeVisible();
  const notice = page.getByTestId('ground-notice');
  await expect(notice).toHaveText(/The drive of the map archive lyon\.pmtiles does not answer\. The map that comes/);
  say({ archive: { ...archive, bounds: [west, south, east, north] } });
  await expect(notice).toHaveText('');
  await expect(map.getByText('Protomaps')).toBeVisible();

  await page.keyboard.press('b');
  await page.getByRole('button', { name: 'Draw a polygon' }).click();
  const editor = page.getByTestId('fence-editor');
  await editor.getByLabel('Name').fill('Gare');
  const box = await map.boundingBox();
  if (box === null) throw new Error('the map has no place on the page');
  const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y];
  const drawn = [at(0.7, 0.4), at(0.9, 0.4), at(0.9, 0.7), at(0.7, 0.7)];
  for (const [index, [x, y]] of drawn.entries()) {
    await page.mouse.click(x, y);
    await expect(editor.getByLabel(`Corner ${index + 1}`, { exact: true })).toBeVisible();
  }
  // The first corner again: it is closed, and a click beside it adds nothing.
  const state = page.getByTestId('fence-state');
  await expect(state).toHaveAttribute('data-fault', '');
  await expectAccessible(page);
  const [first, second] = drawn;
  if (first === undefined || second === undefined) throw new Error('nothing was drawn');
  await page.mouse.click(...first);
  await page.mouse.click(...at(0.8, 0.9));
  await expect(editor.getByLabel('Corner 5', { exact: true })).toHaveCount(0);

  // A corner is dragged over the opposite edge, which is said, and taken back with one step.
  const before = await editor.getByLabel('Corner 2', { exact: true }).inputValue();
  await page.mouse.move(...second);
  await page.mouse.down();
  await page.mouse.move(...at(0.75, 0.55));
  await page.mouse.move(...at(0.62, 0.6), { steps: 3 });
  await page.mouse.up();
  await expect(state).toHaveAttribute('data-fault', 'self-intersecting');
  await editor.getByRole('button', { name: 'Undo' }).click();
  await expect(editor.getByLabel('Corner 2', { exact: true })).toHaveValue(before);
  await expect(state).toHaveAttribute('data-fault', '');

  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(editor).toHaveCount(0);
  await expect(page.locator('.fence-line')).toHaveText(/Gare/);
  const kept = host.dataset.geofences[0]?.geometry;
  expect(kept?.type === 'Polygon' && cornersOf(kept)).toHaveLength(4);
});
