import type { Page } from '@playwright/test';
import { v7 as uuid } from 'uuid';
import type { FieldEdit } from '../../../shared/api/index.ts';
import {
  GUARDED_FIELDS,
  fieldOf,
  fieldsOf,
  type EditableEntity,
  type FieldValues,
} from '../../../shared/domain/index.ts';
import type { MemoryHost } from '../../support/memory-host/memory-host.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, isReady, test } from './fixtures.ts';

test.use({ viewport: { width: 1280, height: 800 } });

const list = (page: Page) => page.getByTestId('outbox-list');
const detail = (page: Page) => page.getByTestId('detail');
const line = (page: Page, field: string) => detail(page).locator(`[data-line="${field}"]`);
const side = (page: Page, field: string, name: 'mine' | 'theirs' | 'hand') =>
  line(page, field).locator(`.side[data-side="${name}"]`);

function edit(host: MemoryHost, entity: EditableEntity, row: { id: string }, to: FieldValues): void {
  const shown: Record<string, unknown> = { ...row };
  const edits = Object.entries(to).map(([field, value]): [string, FieldEdit] => [
    field,
    { from: fieldOf(shown, field), to: value },
  ]);
  const seen = fieldsOf(shown, GUARDED_FIELDS[entity]);
  const envelope = { mutationId: uuid(), entity, id: row.id, baseVersion: 1, madeAtMs: Date.now() };
  host.outbox.add({ ...envelope, op: 'patch', fields: Object.fromEntries(edits), seen });
}

/** Two conflicts, a refusal, what cannot be sent, and what only waits. */
function fill(host: MemoryHost) {
  host.outbox.isConnected = false;
  const { missions, thirdParties, billingCycles } = host.dataset;
  const open = new Set(billingCycles.filter(({ state }) => state === 'draft').map(({ id }) => id));
  const mission = missions.find(
    ({ amountCents, billingCycleId }) => amountCents !== null && billingCycleId !== null && open.has(billingCycleId),
  );
  const [party, refused, waiting] = thirdParties;
  if (mission === undefined || party === undefined || refused === undefined || waiting === undefined) {
    throw new Error('the host has too few rows');
  }
  const before = { amountCents: mission.amountCents ?? 0, name: party.name };
  edit(host, 'mission', mission, { amountCents: before.amountCents + 1_000, customerName: 'À moi' });
  edit(host, 'third-party', party, { name: 'Mienne', 'contactInfo.city': 'Vienne' });
  edit(host, 'third-party', refused, { name: 'Refusée' });
  host.outbox.changeOnServer('mission', mission.id, { amountCents: before.amountCents - 1_000, distanceMetres: 4_321 });
  host.outbox.changeOnServer('third-party', party.id, { name: 'Leur' });
  host.outbox.refuseNext('third-party', refused.id, { code: 'invalid-value', field: 'name', detail: 'name: taken' });
  host.outbox.send();
  edit(host, 'third-party', waiting, { 'contactInfo.phone': '04 00 00 00 00' });
  host.outbox.put([
    { state: 'unreadable', title: 'Saisie illisible' },
    { state: 'other-server', title: 'Clinique', op: 'create', entity: 'third-party' },
  ]);
  return { mission, party, refused, waiting, before };
}

test('all is sent: no number anywhere, and the panel says so', async ({ windows }) => {
  const page = await windows.open();
  const wall = await windows.open('wall');
  await isReady(page);
  await isReady(wall);
  await expect(page.getByTestId('outbox-state')).toBeEmpty();
  await expect(wall.getByTestId('wall-not-sent')).toHaveCount(0);
  await page.keyboard.press('5');
  await expect(list(page)).toContainText('All is sent');
});

test('what waits is counted on console and wall, and the count leads to the list', async ({ windows, host }) => {
  fill(host);
  const page = await windows.open('console', { language: 'fr', theme: 'dark' });
  const wall = await windows.open('wall', { language: 'fr', theme: 'dark' });
  await isReady(page);
  await expect(wall.getByTestId('wall-not-sent')).toHaveText('6 non envoyées');
  await expect(wall.getByTestId('wall-to-settle')).toHaveText('5 à régler');
  await page.getByTestId('outbox-state').getByRole('button', { name: '5 à régler' }).click();
  await expect(list(page)).toHaveAttribute('data-total', '5');
  await page.getByTestId('outbox-state').getByRole('button', { name: '6 non envoyées' }).click();
  await expect(list(page)).toHaveAttribute('data-total', '6');
  await expect(list(page).getByRole('grid')).toBeFocused();
});

test('a conflict is settled by keyboard alone, and the next one has the focus', async ({ windows, host }) => {
  const { mission, before } = fill(host);
  const page = await windows.open();
  await isReady(page);
  await page.keyboard.press('5');
  await expect(list(page).getByRole('grid')).toBeFocused();
  await expect(list(page)).toContainText(mission.reference);
  await page.keyboard.press('Enter');
  await expect(detail(page)).toContainText(mission.reference);
  await expect(line(page, 'distanceMetres')).toContainText('Changed meanwhile');
  // From the list into the form: to close, take all mine, take all theirs, then the first choice.
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('Tab');
  await expect(line(page, 'amountCents').locator('input').first()).toBeFocused();
  await page.keyboard.press('Space');
  await expect(detail(page).getByTestId('preview')).not.toContainText('to be decided');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('outbox-notice')).toContainText(`Settled: ${mission.reference}. 4 are left.`);
  await expect(detail(page).locator('.entry')).toBeFocused();
  await expect(detail(page)).not.toContainText(mission.reference);
  host.outbox.send();
  expect(host.dataset.missions.find(({ id }) => id === mission.id)?.amountCents).toBe(before.amountCents + 1_000);
});

test('a value is entered by hand, previewed, and a stale one shown anew', async ({ windows, host }) => {
  const { mission } = fill(host);
  const page = await windows.open('console', { language: 'fr', theme: 'light' });
  await isReady(page);
  await page.keyboard.press('5');
  await list(page).getByRole('row').filter({ hasText: mission.reference }).click();
  await side(page, 'amountCents', 'hand').click();
  await line(page, 'amountCents').getByRole('textbox').fill('1 234,56');
  await expect(detail(page).getByTestId('preview')).toContainText(/1\s234,56\s€/);
  host.outbox.changeOnServer('mission', mission.id, { amountCents: 999 });
  await expect(detail(page).getByTestId('stale')).toContainText('décidez à nouveau');
  await expect(side(page, 'amountCents', 'theirs')).toContainText(/9,99\s€/);
  await expect(detail(page).getByTestId('preview')).toContainText('à décider');
  await side(page, 'amountCents', 'hand').click();
  await expect(line(page, 'amountCents').getByRole('textbox')).toHaveValue(/1\s234,56/);
  await detail(page).getByRole('button', { name: 'Enregistrer et envoyer' }).click();
  await expect(page.getByTestId('outbox-notice')).toContainText('Réglé');
  host.outbox.send();
  expect(host.dataset.missions.find(({ id }) => id === mission.id)?.amountCents).toBe(123_456);
});

test('a refused change is mended and sent', async ({ windows, host }) => {
  const { refused } = fill(host);
  const page = await windows.open();
  await isReady(page);
  await page.keyboard.press('5');
  await list(page).getByRole('row').filter({ hasText: 'Refused' }).click();
  await expect(page.getByTestId('entry-state')).toContainText('Name: Enter a name');
  await line(page, 'name').getByRole('textbox').fill('Autre nom');
  await detail(page).getByRole('button', { name: 'Mend and send' }).click();
  await expect(page.getByTestId('outbox-notice')).toContainText('Settled');
  host.outbox.send();
  expect(host.dataset.thirdParties.find(({ id }) => id === refused.id)?.name).toBe('Autre nom');
});

test('what is discarded can be brought back at once, and later', async ({ windows, host }) => {
  const { waiting } = fill(host);
  const page = await windows.open();
  await isReady(page);
  await page.keyboard.press('5');
  const discard = async () => {
    await list(page).getByRole('row').filter({ hasText: waiting.name }).click();
    await expect(page.getByTestId('entry-state')).toBeVisible();
    await page.keyboard.press('Delete');
    await page.getByTestId('confirm').getByRole('button', { name: 'Discard' }).click();
    await expect(list(page)).toHaveAttribute('data-total', '5');
  };
  await discard();
  await expect(list(page).getByRole('grid')).toBeFocused();
  await page.getByTestId('outbox-notice').getByRole('button', { name: 'Undo' }).click();
  await expect(list(page)).toHaveAttribute('data-total', '6');
  await discard();
  await list(page).getByRole('radio', { name: 'Discarded' }).click();
  await expect(list(page)).toHaveAttribute('data-total', '1');
  await list(page).getByRole('row').filter({ hasText: waiting.name }).click();
  await detail(page).getByRole('button', { name: 'Bring back' }).click();
  await expect(list(page)).toContainText('Nothing discarded');
});

test('10,000 entries are scrolled to the end', async ({ windows, host }) => {
  host.outbox.isConnected = false;
  host.outbox.put(Array.from({ length: 10_000 }, (_, index) => ({ state: 'queued', title: `Saisie ${index}` })));
  const page = await windows.open();
  await isReady(page);
  await page.keyboard.press('5');
  await expect(list(page)).toHaveAttribute('data-total', '10000');
  await page.keyboard.press('End');
  await expect(list(page)).toContainText('Saisie 9999');
  expect(await list(page).getByRole('row').count()).toBeLessThan(60);
});

test('diagnostics are copied, and a rebuild asks first', async ({ windows, host, context }) => {
  fill(host);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await windows.open();
  await isReady(page);
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(dialog).toContainText('Copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('not sent: 6');
  await dialog.getByRole('button', { name: 'Rebuild the local data…' }).click();
  await expect(dialog.getByTestId('rebuild')).toContainText('6 changes are not sent yet: they are kept.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Read all anew' }).click();
  await expect(page.getByTestId('fault-banner')).toContainText('You asked for it. What is not sent is kept.');
  expect(host.asked('cache.rebuild')).toBe(1);
});

test('every state is accessible in both themes', async ({ windows, host }) => {
  fill(host);
  const page = await windows.open('console', { language: 'fr', theme: 'dark' });
  await isReady(page);
  await page.keyboard.press('5');
  await expect(list(page)).toHaveAttribute('data-total', '6');
  for (let index = 0; index < 6; index++) {
    await page.keyboard.press('g');
    await page.keyboard.press(index === 0 ? 'Home' : 'ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('entry-state')).toBeVisible();
    await expectAccessibleInBothThemes(page);
  }
  const wall = await windows.open('wall', { language: 'fr', theme: 'dark' });
  await isReady(wall);
  await expectAccessibleInBothThemes(wall);
});
