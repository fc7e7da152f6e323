import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectAccessibleInBothThemes, isReady, test } from './fixtures.ts';

test.use({ viewport: { width: 1280, height: 800 }, size: { missions: 700, vehicles: 20, thirdParties: 20 } });

const list = (page: Page) => page.getByTestId('mission-list');
const input = (page: Page, field: string) => page.locator(`[data-field="${field}"] input`);
/** The cell that the keyboard is on. */
const activeCell = (page: Page) => page.locator('.mission-grid [role="gridcell"][data-active="true"]');

async function openMissions(page: Page): Promise<void> {
  await isReady(page);
  await page.keyboard.press('2');
  await expect(list(page)).toHaveAttribute('data-state', 'ready');
  await expect(page.getByRole('grid')).toBeFocused();
}

/** Until the list answers the last question. */
async function total(page: Page, count: number): Promise<void> {
  await expect(list(page)).toHaveAttribute('data-total', String(count));
  await expect(page.locator('.mission-grid')).toHaveAttribute('data-outdated', 'false');
}

/** The keyboard to a column of the row that it is on. */
async function toColumn(page: Page, key: string): Promise<void> {
  await page.keyboard.press('Home');
  for (let step = 0; step < 15; step++) {
    if ((await activeCell(page).getAttribute('data-key')) === key) return;
    await page.keyboard.press('ArrowRight');
  }
  throw new Error(`there is no column ${key}`);
}

/** What the page has copied, without asking for a permission. */
function watchClipboard(page: Page): Promise<void> {
  return page.evaluate(() => {
    document.addEventListener('copy', ({ clipboardData }) => {
      Object.assign(window, {
        copiedText: clipboardData?.getData('text/plain'),
        copiedHtml: clipboardData?.getData('text/html'),
      });
    });
  });
}
const copied = (page: Page, kind: 'copiedText' | 'copiedHtml') =>
  page.evaluate((name) => (window as unknown as Record<string, string>)[name] ?? '', kind);

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}

test('missions are filtered by several columns, shown as chips, and kept as the view that windows open with', async ({
  windows,
  host,
}) => {
  host.dataset.missions = host.dataset.missions.map((mission, index) => ({
    ...mission,
    ...(index % 3 === 0 ? { status: 'completed', billingCycleId: null, billingCycleLabel: null } : {}),
    amountCents: index % 7 === 0 ? null : 3_000 + index * 100,
  }));
  const page = await windows.open();
  await openMissions(page);
  await page.keyboard.press('f');
  const form = page.getByTestId('mission-filter');
  await form.getByRole('button', { name: 'Completed' }).press('Enter');
  await input(page, 'billingCycles').press('ArrowDown');
  await page.getByRole('option', { name: 'In no cycle' }).click();
  await form.getByRole('radiogroup', { name: 'Amount' }).getByRole('radio', { name: 'From, to' }).press('Space');
  await input(page, 'amount.least').fill('50');
  await input(page, 'amount.most').fill('20');
  await input(page, 'amount.most').press('Enter');
  await expect(form.getByRole('alert').first()).toContainText('not right yet');
  await input(page, 'amount.most').fill('400');
  await expectAccessible(page);
  await input(page, 'amount.most').press('Enter');
  await expect(form).toHaveCount(0);
  const matching = host.dataset.missions.filter(
    ({ status, billingCycleId, amountCents }) =>
      status === 'completed' &&
      billingCycleId === null &&
      amountCents !== null &&
      amountCents >= 5_000 &&
      amountCents <= 40_000,
  );
  expect(matching.length).toBeGreaterThan(3);
  await total(page, matching.length);
  const chips = page.getByTestId('mission-chips');
  await expect(chips.getByRole('button', { name: 'Status: Completed' })).toBeVisible();
  await expect(chips.getByRole('button', { name: 'Billing cycle: none' })).toBeVisible();
  await expect(chips.getByRole('button', { name: /Amount: 50.00 to 400.00/ })).toBeVisible();
  const sum = matching.reduce((cents, { amountCents }) => cents + (amountCents ?? 0), 0);
  const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' }).format(sum / 100);
  await expect(page.getByTestId('mission-totals')).toContainText(money);
  await expectAccessibleInBothThemes(page);

  // Sorted from the head, by keyboard: the amount, the largest first.
  await page.getByRole('grid').focus();
  await toColumn(page, 'amountCents');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: 'Amount' })).toHaveAttribute('aria-sort', 'descending');
  const largest = matching.toSorted((one, other) => (other.amountCents ?? 0) - (one.amountCents ?? 0))[0];
  await expect(page.locator('[data-index="0"]')).toContainText(largest?.reference ?? '?');

  await page.keyboard.press('o');
  const views = page.getByTestId('views-dialog');
  await input(page, 'view-name').fill('To bill');
  await input(page, 'view-name').press('Enter');
  await expect(views).toHaveCount(0);
  // What opens the dialog is where the keyboard goes back to.
  await expect(page.getByRole('grid')).toBeFocused();
  await page.keyboard.press('o');
  await expect(views).toBeVisible();
  await expectAccessible(page);
  await views.getByRole('button', { name: 'Make default: To bill' }).press('Enter');
  await expect(views.getByText('default', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid')).toBeFocused();

  // Another window opens with it; there it is removed, and brought back.
  const other = await windows.open();
  await openMissions(other);
  await total(other, matching.length);
  await expect(other.getByTestId('mission-chips')).toContainText('Billing cycle: none');
  await other.keyboard.press('o');
  const others = other.getByTestId('views-dialog');
  await others.getByRole('button', { name: 'Remove: To bill' }).press('Enter');
  await expect(others.locator('[data-view="To bill"]')).toHaveCount(0);
  await page.keyboard.press('o');
  await expect(views.locator('[data-view="To bill"]')).toHaveCount(0);
  await others.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(views.locator('[data-view="To bill"]')).toHaveCount(1);
  await views.getByRole('button', { name: 'All missions' }).press('Enter');
  await total(page, 700);
});

test('cells are moved over, edited, copied and pasted as in a spreadsheet, and all of a paste is undone at once', async ({
  windows,
  host,
}) => {
  host.outbox.isConnected = false;
  const open = host.dataset.billingCycles.find(({ state }) => state === 'open');
  host.dataset.missions = host.dataset.missions.map((mission, index) => ({
    ...mission,
    billingCycleId: null,
    billingCycleLabel: null,
    // A customer who would be a formula in a spreadsheet.
    customerName: index === 1 ? '=cmd|calc!A1' : mission.customerName,
    amountCents: 1_000 + index,
  }));
  const page = await windows.open('console', { language: 'fr', theme: 'light' });
  await openMissions(page);
  await page.getByRole('searchbox').fill(host.dataset.missions[1]?.reference.slice(0, 2) ?? '');
  await page.keyboard.press('Enter');
  const rowOf = (index: number) => page.locator(`[data-index="${index}"]`);
  const referenceOf = async (index: number) =>
    (await rowOf(index).locator('[data-key="reference"]').textContent())?.trim() ?? '';
  const missionOf = async (index: number) => {
    const reference = await referenceOf(index);
    return host.dataset.missions.find((mission) => reference.startsWith(mission.reference));
  };

  // One amount, by keyboard: what is no amount is said, what is one is kept, and the cell below is next.
  await page.getByRole('grid').focus();
  await toColumn(page, 'amountCents');
  await page.keyboard.press('F2');
  const editor = page.locator('.cell-editor__input');
  await expect(editor).toBeFocused();
  await editor.fill('douze');
  await page.keyboard.press('Enter');
  await expect(page.locator('.cell-editor__error')).toBeVisible();
  await expect(editor).toBeFocused();
  await editor.fill('12,34');
  await page.keyboard.press('Enter');
  await expect(editor).toHaveCount(0);
  await expect(page.getByRole('grid')).toBeFocused();
  expect((await missionOf(0))?.amountCents).toBe(1_234);
  await expect(page.locator('[data-index="1"] [data-key="amountCents"]')).toHaveAttribute('data-active', 'true');
  await page.keyboard.press('F2');
  await page.keyboard.type('99');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid')).toBeFocused();

  // A block of rows and columns.
  await watchClipboard(page);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByTestId('marked-bar')).toHaveAttribute('data-count', '3');
  await page.keyboard.press('Control+c');
  const lines = (await copied(page, 'copiedText')).split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('Référence\tStatut\tTiers');
  expect(lines[1]).toContain('\t12,34\t');
  expect(await copied(page, 'copiedHtml')).toContain('<td>12,34</td>');
  await expect(page.getByTestId('copied')).toHaveText(/3.missions sont copiées/);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('marked-bar')).toHaveCount(0);

  // A block comes back: amounts and cycles; a word is no amount, an unknown cycle is none.
  await page.keyboard.press('Control+Home');
  await toColumn(page, 'amountCents');
  const before = host.outbox.list().length;
  await paste(page, `1 500,00 €\t${open?.label}\r\nrien\tCycle inconnu\r\n20,5\t${open?.label.toUpperCase()}\r\n`);
  const dialog = page.getByTestId('paste-dialog');
  await expect(dialog.locator('[data-changes="4"]')).toBeVisible();
  await expect(dialog.locator('[data-faults="2"]')).toBeVisible();
  await expect(dialog.locator('[data-fault="no-value"]')).toContainText('rien');
  await expect(dialog.locator('[data-fault="unknown-name"]')).toContainText('Cycle inconnu');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Modifier 4 cellules' }).press('Enter');
  await expect(dialog.locator('[data-kept="2"]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid')).toBeFocused();
  expect(host.outbox.list()).toHaveLength(before + 2);
  expect(await missionOf(0)).toMatchObject({ amountCents: 150_000, billingCycleId: open?.id });
  expect(await missionOf(2)).toMatchObject({ amountCents: 2_050, billingCycleId: open?.id });
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await missionOf(0))?.amountCents).toBe(1_234);
  await expect.poll(async () => (await missionOf(2))?.billingCycleId).toBe(null);
});

test('all that match are chosen without being read, and looked at before they are changed', async ({
  windows,
  host,
}) => {
  test.slow();
  host.outbox.isConnected = false;
  const closed = host.dataset.billingCycles.find(({ state }) => state === 'closed');
  const [first] = host.dataset.missions;
  if (first === undefined) throw new Error('there are missions');
  // More than can be marked one by one.
  host.dataset.missions = Array.from({ length: 1_300 }, (_, index) => ({
    ...first,
    ...{ id: String(index + 1), reference: `M-${index + 1}`, billingCycleLabel: null },
    billingCycleId: index < 3 ? (closed?.id ?? null) : null,
  }));
  const page = await windows.open();
  await openMissions(page);
  await page.keyboard.press('Control+a');
  await expect(page.getByTestId('everything-bar')).toHaveAttribute('data-count', '1300');
  await expect(page.locator('[data-index="2"]')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('a');
  const dialog = page.getByTestId('assign-dialog');
  await dialog
    .getByRole('radiogroup', { name: 'Billing cycle' })
    .getByRole('radio', { name: 'Assign to' })
    .press('Space');
  await input(page, 'billingCycleId').press('ArrowDown');
  const open = host.dataset.billingCycles.find(({ state }) => state === 'open')?.label ?? '';
  await page.getByRole('option', { name: open }).click();
  await expect(dialog.getByTestId('foreseen')).toHaveAttribute('data-refused', '3');
  await expect(dialog.getByTestId('foreseen')).toContainText('The billing cycle is closed.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Assign 1,300 missions' }).press('Enter');
  await expect(dialog.locator('[data-kept="1297"]')).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByTestId('edit-notice').getByRole('button', { name: /Undo/ }).press('Enter');
  await expect(page.getByTestId('edit-notice')).toContainText('1,297 missions are as before', { timeout: 60_000 });
});

test('columns are chosen, moved and sized by keyboard, and stay so', async ({ windows }) => {
  const page = await windows.open();
  await openMissions(page);
  await page.keyboard.press('d');
  const dialog = page.getByTestId('columns-dialog');
  await dialog.getByRole('checkbox', { name: 'Driver' }).press('Space');
  await dialog.getByRole('checkbox', { name: 'From' }).press('Space');
  await dialog.getByRole('button', { name: 'Move “Status” to the left' }).press('Enter');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid')).toBeFocused();
  const heads = page.locator('.mission-head');
  await expect(heads.first()).toHaveAttribute('data-key', 'status');
  await expect(page.locator('.mission-head[data-key="driver"]')).toHaveCount(0);
  // In the head: Alt moves a column, with Shift it grows.
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(heads.nth(1)).toHaveAttribute('data-key', 'status');
  const before = await heads.nth(1).evaluate((head) => head.getBoundingClientRect().width);
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect.poll(() => heads.nth(1).evaluate((head) => head.getBoundingClientRect().width)).toBeGreaterThan(before);
  await page.reload();
  await openMissions(page);
  await expect(heads.nth(1)).toHaveAttribute('data-key', 'status');
  await expect(page.locator('.mission-head[data-key="originAddress"]')).toHaveCount(1);
});
