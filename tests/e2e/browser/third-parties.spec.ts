import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { type Clerk, startClerk } from '../../support/clerk.ts';
import { type Desk, detail, enter, input, pick, press, save, show, tabTo } from '../flows/desk.ts';
import { expectAccessible, isReady, keepPreferences, listen } from './fixtures.ts';

/** A clerk and a real service: third parties are entered, imported, compared, merged and parted again, without a mouse. */
test.use({ viewport: { width: 1280, height: 800 } });
test.describe.configure({ mode: 'serial' });

let folder: string;
let backend: RunningBackend;
let clerk: Clerk;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-parties-'));
  backend = await startBackend();
  await insertRows(backend.backend.database, { vehicles: 2, thirdParties: 3, missions: 30 });
  clerk = await startClerk(folder, { url: backend.url, token: await backend.tokenFor('billing') });
});
test.afterAll(async () => {
  await clerk?.stop();
  await backend?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const list = (page: Page) => page.getByTestId('third-party-list');

async function open(page: Page, language: 'en' | 'fr'): Promise<{ complaints: string[]; desk: Desk }> {
  const complaints: string[] = [];
  listen(page, complaints);
  await keepPreferences(page, { language, theme: 'light' });
  await page.goto(clerk.url());
  await isReady(page);
  const desk = { page, language, unplug: () => clerk.unplug(), plugIn: () => clerk.plugIn() };
  await show(desk, '3', 'third-party-list');
  return { complaints, desk };
}

const notSent = async () => (await clerk.window.request('health.get', {})).outbox.notSent;
const missionsOf = async (name: string) => {
  const [row] = await backend.backend.database.query<{ count: number }>(
    `select count(*)::int as count from missions where third_party_id in (select id from third_parties where name = $1)`,
    [name],
  );
  return row?.count ?? 0;
};

test('one is entered whole, with what is wrong told at the field and its like named', async ({ page }) => {
  const { complaints, desk } = await open(page, 'fr');
  desk.unplug();
  await page.keyboard.press('n');
  const form = page.getByTestId('third-party-form');
  await enter(desk, { name: 'SOCIETE MARTIN ET FILS N° 1' });
  await expect(page.getByTestId('like-hint')).toContainText('Il en existe déjà un semblable');
  await enter(desk, { 'contactInfo.siren': '732 829 321' });
  await expect(page.locator('[data-field="contactInfo.siren"]')).toContainText('sa clé ne correspond pas');
  await enter(desk, { 'contactInfo.country': 'France' });
  await enter(desk, { 'contactInfo.postalCode': '6900' });
  await page.keyboard.press('Enter');
  await expect(form).toContainText('1 champ reste à corriger');
  await expect(input(desk, 'contactInfo.siren')).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('732 829 320');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-field="contactInfo.postalCode"]')).toContainText('a cinq chiffres');
  await expect(input(desk, 'contactInfo.postalCode')).toBeFocused();
  await page.keyboard.type('0');
  await enter(desk, { 'contactInfo.address': '12, rue de la Paix\nBâtiment B' });
  await enter(desk, { 'contactInfo.iban': 'fr76 3000 6000 0112 3456 7890 189' });
  await press(form, 'Ajouter un interlocuteur');
  await expect(input(desk, 'contactInfo.persons.0.name')).toBeFocused();
  await page.keyboard.type('Zoé <b>"Roux"</b> 🚌');
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('form-fr.png') });
  // What is typed outlives a crash of the window.
  await page.reload();
  await isReady(page);
  await page.keyboard.press('3');
  await press(page, 'Reprendre');
  await expect(input(desk, 'contactInfo.iban')).toHaveValue('fr76 3000 6000 0112 3456 7890 189');
  await expect(input(desk, 'contactInfo.persons.0.name')).toHaveValue('Zoé <b>"Roux"</b> 🚌');
  await tabTo(input(desk, 'name'));
  await save(desk);
  await expect(detail(desk)).toContainText('732\u202f829\u202f320');
  await expect(detail(desk)).toContainText('12, rue de la Paix, Bâtiment B, 69000, France');
  await expect(detail(desk)).toContainText('Zoé <b>"Roux"</b> 🚌');
  await expect(detail(desk).getByTestId('unsent-line')).toContainText('attend d’être envoyée');
  await page.screenshot({ path: test.info().outputPath('detail-offline-fr.png') });
  desk.plugIn();
  await expect.poll(notSent, { timeout: 60_000 }).toBe(0);
  expect(complaints).toEqual([]);
});

test('a table is imported: guessed, tried, made, reported and undone', async ({ page }) => {
  const { complaints } = await open(page, 'en');
  const dialog = page.getByTestId('import-dialog');
  await press(list(page), 'Import…');
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('import-choose-en.png') });
  const rows = [
    ...['Raison sociale;Ville;SIREN;Pays', 'Café Émile;Mâcon;;France', '=1+1;Lyon;;', 'Faux;Lyon;123456789;'],
    ...Array.from({ length: 300 }, (_, n) => `Client importé ${n};Ville ${n % 7};;`),
  ];
  const choosing = page.waitForEvent('filechooser');
  await press(dialog, 'Choose a file');
  await (await choosing).setFiles({
    name: 'clients.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(rows.join('\r\n'), 'latin1'),
  });
  await expect(dialog.locator('[data-step="columns"]')).toBeVisible();
  await expect(dialog).toContainText('Windows-1252');
  await expect(dialog).toContainText('Café Émile');
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('import-columns-en.png') });
  await press(dialog, 'Check all rows');
  const result = page.getByTestId('import-result');
  await expect(result).toHaveAttribute('data-phase', 'checked');
  await expect(result).toContainText('302 new third parties');
  await expect(dialog).toContainText('Line 4, SIREN');
  await expect(dialog).toContainText('This is no SIREN');
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('import-checked-en.png') });
  const saving = page.waitForEvent('download');
  await press(dialog, 'Save the report');
  const report = await (await saving).createReadStream();
  let text = '';
  for await (const part of report) text += String(part);
  expect(text).toContain('4,SIREN,123456789,');
  await press(dialog, 'Import');
  await expect(result).toHaveAttribute('data-phase', 'done');
  await expect(result).toHaveAttribute('data-created', '302');
  await expect.poll(notSent, { timeout: 60_000 }).toBe(0);
  const [made] = await backend.backend.database.query<{ name: string }>(
    `select name from third_parties where name like '=%'`,
  );
  expect(made?.name).toBe('=1+1');
  await press(dialog, 'Undo the import');
  await expect(result).toHaveAttribute('data-phase', 'undone');
  await expect(result).toContainText('302 rows are as before');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(list(page)).toHaveAttribute('data-total', '4');
  await expect.poll(notSent, { timeout: 60_000 }).toBe(0);
  expect(complaints).toEqual([]);
});

test('two that are the same are found, compared, merged, and parted again', async ({ page }) => {
  const { complaints, desk } = await open(page, 'fr');
  const [first, second] = ['Société Martin & Fils n° 1', 'SOCIETE MARTIN ET FILS N° 1'];
  await backend.backend.database.query(
    `update missions set third_party_id = (select id from third_parties where name = $1) where id <= 4`,
    [second],
  );
  const before = [await missionsOf(first), await missionsOf(second)];
  expect(before[1]).toBe(4);
  await press(list(page), 'Doublons');
  const dialog = page.getByTestId('duplicates-dialog');
  const pairs = dialog.getByRole('option');
  await expect(pairs.first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await press(list(page), 'Doublons');
  await expect(pairs.first()).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('side-by-side')).toContainText(first);
  await expect(dialog.locator('tr[data-field="contactInfo.siren"]')).toHaveAttribute('data-taken', 'true');
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('duplicates-fr.png') });
  // What was told apart is not proposed any more, and is proposed again when it is asked for.
  await press(dialog, 'Pas les mêmes');
  await expect(dialog.locator('output')).toContainText('aucun ne ressemble');
  await press(dialog, 'Voir la 1 paire distinguée');
  await expect(pairs.first()).toBeFocused();
  await page.keyboard.press('Enter');
  await press(dialog, 'Peut-être les mêmes');
  await expect(dialog.locator('output')).toContainText('Aucune paire n’a été distinguée');
  await press(dialog, 'Voir les paires à examiner');
  await expect(pairs.first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('side-by-side')).toContainText(first);
  await press(dialog, 'Fusionner');
  await expect(dialog.locator('output')).toContainText('aucun ne ressemble');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('edit-notice')).toContainText('est fusionné');
  await expect.poll(() => missionsOf(first), { timeout: 30_000 }).toBe((before[0] ?? 0) + 4);
  await expect.poll(notSent, { timeout: 60_000 }).toBe(0);

  // The one that went is hidden, found when asked for, and says where its missions are.
  await expect(list(page)).toHaveAttribute('data-total', '3');
  await pick(list(page), 'Archivés');
  await expect(list(page)).toHaveAttribute('data-total', '1');
  await page.keyboard.press('g');
  await expect(list(page).getByRole('grid')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const note = page.getByTestId('standing-note');
  await expect(note).toContainText(`Fusionné dans « ${first} »`);
  await expect(note).toContainText('4 missions');
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('merged-fr.png') });
  await press(detail(desk), 'Annuler la fusion');
  await expect(note).toContainText('La fusion a été annulée');
  await expect.poll(() => missionsOf(second), { timeout: 30_000 }).toBe(4);
  expect([await missionsOf(first), await missionsOf(second)]).toEqual(before);
  expect(complaints).toEqual([]);
});
