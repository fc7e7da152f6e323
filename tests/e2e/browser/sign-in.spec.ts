import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type PreviewStack, startPreviewStack } from '../../support/preview-stack.ts';
import { isReady, keepPreferences, listen } from './fixtures.ts';

/** The whole of it in a real browser: the backend with its own issuer, the data host behind the preview, the built pages. */
let stack: PreviewStack;
test.beforeAll(async () => {
  stack = await startPreviewStack({ vehicles: 100, signIn: true });
});
test.afterAll(() => stack?.stop());
test.use({ viewport: { width: 1280, height: 800 } });

async function open(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  listen(page, complaints);
  await keepPreferences(page, { language: 'en', theme: 'dark' });
  await page.goto(stack.url());
  await isReady(page);
  return complaints;
}

/** Presses the button, and answers the tab in which the issuer asks who it is. */
async function begin(page: Page, context: BrowserContext, button: string): Promise<Page> {
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: button }).click();
  const tab = await opened;
  await expect(tab.getByRole('button', { name: 'Claire Petit' })).toBeVisible();
  return tab;
}
async function choose(tab: Page, name: string): Promise<void> {
  await tab.getByRole('button', { name }).click();
  await expect(tab.getByRole('heading')).toHaveText('You are signed in');
}
/** An issuer that knows the browser already may not ask. */
async function chooseIfAsked(tab: Page, name: string): Promise<void> {
  const button = tab.getByRole('button', { name });
  const signedIn = tab.getByRole('heading', { name: 'You are signed in' });
  await expect(button.or(signedIn)).toBeVisible();
  if (await button.isVisible()) await button.click();
  await expect(tab.getByRole('heading')).toHaveText('You are signed in');
}
/** Where the browser is sent for the attempt under way. */
async function addressOf(page: Page): Promise<URL> {
  return new URL((await page.getByRole('link', { name: 'Open the sign-in page' }).getAttribute('href')) ?? '');
}
const account = (page: Page) => page.getByTestId('account');

test('a person signs in, a wrong state and a replayed code are refused, and signing out wipes', async ({
  page,
  context,
}) => {
  // Six sign-ins one after the other, on a machine that may be busy.
  test.setTimeout(240_000);
  const complaints = await open(page);
  const signIn = page.getByTestId('sign-in');
  await expect(signIn).toHaveAttribute('data-need', 'first');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeFocused();

  // The browser comes back with a state that is not the attempt's: nothing is taken, and the right answer still is.
  const tab = await begin(page, context, 'Sign in');
  await expect(signIn).toContainText('Go on in your browser.');
  const address = await addressOf(page);
  const forged = new URL(address);
  forged.searchParams.set('state', 'forged');
  await tab.goto(forged.href);
  await tab.getByRole('button', { name: 'Claire Petit' }).click();
  await expect(tab.getByRole('heading')).toHaveText('You are not signed in');
  await expect(signIn).toContainText('Go on in your browser.');
  await tab.goto(address.href);
  await chooseIfAsked(tab, 'Claire Petit');
  const answer = tab.url();
  await expect(account(page)).toHaveAttribute('aria-label', 'Account: Claire Petit');
  await expect
    .poll(() => page.getByTestId('vehicle-count').getAttribute('data-value'), { timeout: 60_000 })
    .toBe('100');

  // The same answer again finds nobody who listens.
  await expect(tab.goto(answer)).rejects.toThrow('ERR_CONNECTION_REFUSED');
  await tab.close();

  // Its code, brought to the listener of another attempt, is refused by the issuer; nothing is unlocked.
  await account(page).click();
  await expect(page.getByRole('dialog')).toContainText('billing clerk');
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  const lock = page.getByTestId('lock');
  await expect(lock).toContainText('Locked by Claire Petit');
  const replayed = await begin(page, context, 'Sign in again');
  const next = await addressOf(page);
  const forgedAnswer = new URL(next.searchParams.get('redirect_uri') ?? '');
  for (const [name, value] of new URL(answer).searchParams) forgedAnswer.searchParams.set(name, value);
  forgedAnswer.searchParams.set('state', next.searchParams.get('state') ?? '');
  await replayed.goto(forgedAnswer.href);
  await expect(replayed.getByRole('heading')).toHaveText('You are not signed in');
  await expect(page.getByTestId('sign-in-fault')).toHaveAttribute('data-code', 'sign-in-refused');
  await expect(lock).toBeVisible();
  await replayed.close();

  const again = await begin(page, context, 'Sign in again');
  await choose(again, 'Claire Petit');
  await expect(lock).toHaveCount(0);
  await again.close();

  // What a clerk entered and did not save is theirs, and goes with them.
  await page.keyboard.press('3');
  await page.getByTestId('third-party-list').getByRole('row').nth(1).click();
  // The key is that of a record that is there.
  await expect(page.getByTestId('detail')).toHaveAttribute('data-state', 'ready');
  await page.keyboard.press('e');
  await page.getByRole('dialog').getByRole('textbox').first().fill('Half a name');
  const drafts = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft')));
  await expect.poll(drafts).toHaveLength(1);
  await page.keyboard.press('Escape');
  await account(page).click();
  const farewell = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Sign out' }).click();
  // A tab is there before its address is.
  const farewellTab = await farewell;
  await expect.poll(() => farewellTab.url()).toContain('/session/end');
  await expect(signIn).toHaveAttribute('data-need', 'signed-out');
  await expect.poll(drafts).toEqual([]);

  // Who comes next must say who they are, and is shown what their roles are for.
  const other = await begin(page, context, 'Sign in');
  await choose(other, 'Sophie Laurent');
  await expect(account(page)).toHaveAttribute('aria-label', 'Account: Sophie Laurent');
  await page.keyboard.press('3');
  await expect(page.getByTestId('third-party-list')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'New third party' })).toHaveCount(0);
  expect(complaints).toEqual([]);
});
