import type { Session } from '../../../shared/contract/index.ts';
import { expect, expectAccessibleInBothThemes, isReady, test } from './fixtures.ts';

/** What the pages show of a session, in every state, with a data host that says what the test wants. */
const CLAIRE: Session['person'] = {
  ...{ name: 'Claire Petit', account: 'clerk', roles: ['billing'], subsidiaries: ['north'] },
};
const PERSON: Partial<Session> = {
  ...{ mode: 'person', person: CLAIRE, personKey: 'claire', issuer: 'https://login.example.com/realms/fleet' },
  ...{ isKept: false, offlineUntilMs: Date.UTC(2026, 0, 24, 9, 30) },
  others: [{ name: 'Karim Benali', notSent: 3 }],
};
const NOBODY: Partial<Session> = { ...PERSON, mode: 'nobody', personKey: null, offlineUntilMs: null };

test.use({ viewport: { width: 1280, height: 800 } });

test('the sign-in page says why, and what can be done, and is used by keyboard alone', async ({ host, windows }) => {
  host.session.set({ ...NOBODY, need: 'not-kept' });
  const page = await windows.open();
  await isReady(page);
  const signIn = page.getByTestId('sign-in');
  await expect(signIn).toContainText('Sign in again, Claire Petit');
  await expect(signIn).toContainText('3 edits of Karim Benali are not sent.');
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('Enter');
  await expect.poll(() => host.session.asked).toEqual(['signIn']);

  const now = Date.now();
  host.session.set({ attempt: { sinceMs: now, url: 'https://login.example.com/auth' } });
  const link = page.getByRole('link', { name: 'Open the sign-in page' });
  await expect(link).toHaveAttribute('href', 'https://login.example.com/auth');
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Give up' }).press('Enter');
  await expect.poll(() => host.session.asked).toEqual(['signIn', 'cancelSignIn']);

  const fault = { code: 'issuer-unreachable', message: 'away', sinceMs: now } as const;
  host.session.set({ attempt: null, fault, canGoOffline: true });
  await expect(page.getByTestId('sign-in-fault')).toContainText('The sign-in service cannot be reached.');
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Go on offline as Claire Petit' }).press('Enter');
  await expect.poll(() => host.session.asked.at(-1)).toBe('goOffline');
});

test('a lock covers what was open, keeps it, and still says that something is not live', async ({ host, windows }) => {
  host.session.set(PERSON);
  const page = await windows.open();
  await isReady(page);
  await page.keyboard.press('?');
  await expect(page.getByTestId('help')).toBeVisible();
  host.setHealth({
    server: {
      ...{ url: host.health.server.url, state: 'offline', sinceMs: Date.now() },
      fault: { code: 'server-unreachable', message: 'away', sinceMs: Date.now() },
    },
  });
  host.session.set({ lock: { reason: 'idle', sinceMs: Date.now() } });
  const lock = page.getByTestId('lock');
  await expect(lock).toContainText('Locked: Claire Petit was away');
  await expect(lock).toContainText('The server cannot be reached');
  await expect(page.getByRole('button', { name: 'Sign in again' })).toBeFocused();
  await expectAccessibleInBothThemes(page);
  // Neither a key nor a click leads beneath it.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await page.keyboard.press('3');
  await expect(lock).toBeVisible();
  host.session.set({ lock: null });
  await expect(lock).toHaveCount(0);
  await expect(page.getByTestId('help')).toBeVisible();
});

test('the account menu says who it is, and signing out asks what becomes of edits that are not sent', async ({
  host,
  windows,
}) => {
  host.session.set(PERSON);
  host.session.answerSignOut({ result: 'unsent', notSent: 2, needsPerson: 1 });
  const page = await windows.open();
  await isReady(page);
  await page.keyboard.press('u');
  const menu = page.getByRole('dialog');
  for (const fact of ['Claire Petit', 'billing clerk', 'north', 'login.example.com/realms/fleet'])
    await expect(menu).toContainText(fact);
  await expectAccessibleInBothThemes(page);
  await menu.getByRole('button', { name: 'Sign out' }).press('Enter');
  const dialog = page.getByTestId('sign-out');
  await expect(dialog).toContainText('2 edits are not sent yet');
  await expectAccessibleInBothThemes(page);
  await dialog.getByRole('button', { name: 'Send now and sign out' }).press('Enter');
  await expect(dialog).toContainText('2 edits could still not be sent.');
  await dialog.getByRole('button', { name: 'Stay' }).press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(host.session.asked).toEqual(['signOut ask', 'signOut send']);
});

test('a wall stays as it is when the console is locked, unless the settings want it covered', async ({
  host,
  windows,
}) => {
  host.session.set({ ...PERSON, lock: { reason: 'asked', sinceMs: Date.now() } });
  const wall = await windows.open('wall');
  await isReady(wall);
  await expect(wall.getByTestId('wall-cover')).toHaveCount(0);
  host.session.set({ locksWalls: true });
  await expect(wall.getByTestId('wall-cover')).toContainText('Locked');
  await expect(wall.getByTestId('connection-state')).toBeVisible();
});
