import { expect, type Page, test } from '@playwright/test';
import { openScheduleScene, type ScheduleScene } from '../../support/schedule-scene.ts';
import { expectAccessible, expectAccessibleInBothThemes, isReady, keepPreferences, listen } from './fixtures.ts';

/** A supervisor looks after a line on the real service. No mouse is touched. */
test.use({ viewport: { width: 1280, height: 800 } });
test.describe.configure({ mode: 'serial' });

const complaints: string[] = [];
let scene: ScheduleScene;
test.beforeAll(async () => {
  scene = await openScheduleScene();
});
test.afterAll(() => scene?.stop());
test.afterEach(() => expect(complaints).toEqual([]));

/** The panel with its diagram, at which the keyboard is. */
async function openDiagram(page: Page, language: 'en' | 'fr'): Promise<void> {
  listen(page, complaints);
  await keepPreferences(page, { language });
  await page.goto(scene.clerk.url());
  await isReady(page);
  await page.keyboard.press('j');
  await expect(page.getByTestId('schedule-diagram')).toBeFocused();
  await expect(page.getByTestId('schedule')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByTestId('driven-course')).toHaveCount(6);
}

/** Goes to a part of the panel by the choice of parts. */
async function choosePart(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

test('a line is read as time and distance: from journey to journey, to its vehicle, back in time and to now', async ({
  page,
}) => {
  await openDiagram(page, 'en');
  await expect(page.getByTestId('driven-course').and(page.locator('[data-state="late"]'))).toHaveCount(2);
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('schedule-said')).toContainText('C1-2 · out3');
  await expect(page.getByTestId('schedule-said')).toContainText('trip inferred from the times');
  await expect(page.getByTestId('detail')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByTestId('detail')).toContainText('C1-2');
  await expect(page.getByTestId('schedule-diagram')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('now-line')).toHaveCount(0);
  await page.keyboard.press('Home');
  await expect(page.getByTestId('now-line')).toHaveCount(1);
  scene.clerk.unplug();
  await expect(page.getByTestId('schedule-not-live')).toBeVisible();
  scene.clerk.plugIn();
  await expect(page.getByTestId('schedule-not-live')).toHaveCount(0);
});

test('la même ligne en mots, par intervalles, et la ponctualité des missions', async ({ page }) => {
  await openDiagram(page, 'fr');
  await choosePart(page, 'Liste');
  const list = page.getByTestId('schedule-list');
  await expect(list.getByRole('row').filter({ hasText: 'C1-2' })).toContainText('en retard');
  await expect(list.getByRole('row').filter({ hasText: 'C1-3' })).toContainText('en avance');
  await expectAccessible(page);
  await choosePart(page, 'Intervalles');
  await page.getByRole('button', { name: 'Port Édouard' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('passages')).toContainText('groupés');
  await expectAccessible(page);
  await choosePart(page, 'Ponctualité');
  await choosePart(page, '7 jours');
  await expect(page.getByTestId('distribution').getByRole('row')).toHaveCount(11);
  await expect(page.getByTestId('punctuality')).toContainText('Ana Morel');
  await expectAccessible(page);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exporter en CSV' }).focus();
  await page.keyboard.press('Enter');
  expect((await saved).suggestedFilename()).toBe('vigie-punctuality.csv');
});
