import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Vigie } from '../../support/electron-app.ts';
import { type Keyring, startKeyring } from '../../support/keyring.ts';
import { OidcBrowser } from '../../support/oidc-browser.ts';
import { expect, test } from './fixtures.ts';

/** A real Electron, a real keychain, the backend's own issuer. The browser alone is ours: it would need a desktop of its own. */
let keyring: Keyring | undefined;
test.beforeAll(async () => {
  keyring = await startKeyring();
});
test.afterAll(() => keyring?.stop());

/** Hears what the shell would open in the browser. */
async function listenForBrowser(vigie: Vigie): Promise<() => Promise<string | undefined>> {
  await vigie.app.evaluate(({ shell }) => {
    shell.openExternal = (url) => {
      Object.assign(globalThis, { openedAddress: url });
      return Promise.resolve();
    };
  });
  return () => vigie.app.evaluate(() => Reflect.get(globalThis, 'openedAddress') as string | undefined);
}

async function signIn(vigie: Vigie, page: Page, button: string, account: string): Promise<void> {
  const opened = await listenForBrowser(vigie);
  await page.getByRole('button', { name: button, exact: true }).click();
  await expect.poll(opened).toContain('/auth?');
  const url = (await opened()) ?? '';
  const browser = new OidcBrowser(new URL(url).searchParams.get('redirect_uri') ?? '');
  const answer = await fetch(await browser.choose(url, account));
  expect(answer.status).toBe(200);
}

test('a person signs in, is still signed in after a restart, locks, and leaves nothing when they sign out', async ({
  launch,
  backend,
  folder,
}) => {
  test.skip(keyring === undefined, 'no keychain is here: install dbus and gnome-keyring');
  const options = {
    backend: { url: backend.url, token: '' },
    env: keyring?.env ?? {},
    scripts: keyring?.scripts ?? [],
  };
  const secretFile = path.join(folder, 'sign-in.bin');
  const people = path.join(folder, 'data/people');

  const first = await launch(options);
  const page = await first.page('console');
  await expect(page.getByTestId('sign-in')).toHaveAttribute('data-need', 'first');
  await signIn(first, page, 'Sign in', 'clerk');
  await expect(page.getByTestId('account')).toHaveAttribute('aria-label', 'Account: Claire Petit');
  await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live', { timeout: 60_000 });
  await expect.poll(() => existsSync(secretFile)).toBe(true);
  expect(readFileSync(secretFile).includes('refreshToken')).toBe(false);
  await first.quit();

  const second = await launch(options);
  const again = await second.page('console');
  await expect(again.getByTestId('account')).toHaveAttribute('aria-label', 'Account: Claire Petit');
  await expect(again.getByTestId('connection-state')).toHaveAttribute('data-state', 'live', { timeout: 60_000 });
  await second.menu('File', 1);
  await expect(again.getByTestId('lock')).toHaveAttribute('data-reason', 'asked');
  await signIn(second, again, 'Sign in again', 'clerk');
  await expect(again.getByTestId('lock')).toHaveCount(0);

  const opened = await listenForBrowser(second);
  await again.getByTestId('account').click();
  await again.getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(opened).toContain('/session/end');
  await expect(again.getByTestId('sign-in')).toHaveAttribute('data-need', 'signed-out');
  await expect.poll(() => readdirSync(people)).toEqual([]);
  expect(existsSync(secretFile)).toBe(false);
  expect(existsSync(path.join(folder, 'data/session.json'))).toBe(false);
});
