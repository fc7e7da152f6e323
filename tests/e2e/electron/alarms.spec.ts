import path from 'node:path';
import type { Language } from '../../../renderer/i18n/language.ts';
import type { Actor } from '../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import type { LaunchOptions, Vigie } from '../../support/electron-app.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { keepPreferences } from '../browser/fixtures.ts';
import {
  acknowledge,
  counts,
  driveFleet,
  openFirst,
  openFolder,
  RULE,
  shelve,
  soundOf,
  type Traffic,
} from '../flows/alarm-watch.ts';
import { type Desk, detail, press, says, sent } from '../flows/desk.ts';
import { draftHandover, handOver, itemsOf, openHandover, remarkOn, sign } from '../flows/handover.ts';
import { expect, test } from './fixtures.ts';

const ADA: Actor = { subject: 'ada', roles: ['supervisor'] };
const BOB: Actor = { subject: 'bob', roles: ['dispatcher'] };
const [FAST, SLOW] = [31, 8];

let running: RunningBackend;
let traffic: Traffic;
let proxies: FaultProxy[];
test.beforeEach(async () => {
  running = await startBackend();
  proxies = [];
  traffic = await driveFleet(running);
});
test.afterEach(async () => {
  await traffic.stop();
  for (const proxy of proxies) await proxy.close();
  await running.stop();
});

async function sitDown(
  launch: (options: Partial<LaunchOptions>) => Promise<Vigie>,
  folder: string,
  { subject, roles }: Actor,
  language: Language,
  args: readonly string[] = [],
): Promise<Desk & { vigie: Vigie }> {
  const token = await running.backend.tokenFor(subject, roles as Parameters<typeof running.backend.tokenFor>[1]);
  const proxy = await startFaultProxy(running.url);
  proxies.push(proxy);
  const vigie = await launch({ folder: path.join(folder, subject), backend: { url: proxy.url, token }, args });
  const page = await vigie.page('console');
  await keepPreferences(page, { language });
  await page.reload();
  await page.waitForSelector('html[data-ready="true"]');
  return {
    ...{ page, language, vigie },
    unplug: () => void (proxy.isDown = true),
    plugIn: () => void (proxy.isDown = false),
  };
}

for (const language of ['fr', 'en'] as const) {
  test(`an alarm from its first tone to the handover that tells of it, by keyboard, at two desks (${language})`, async ({
    launch,
    folder,
  }) => {
    test.setTimeout(300_000);
    const ada = await sitDown(launch, folder, ADA, language, ['--wall']);
    const wall = await ada.vigie.page('wall');
    const bob = await sitDown(launch, folder, BOB, language);
    await expect(ada.page.getByTestId('alarm-calm')).toHaveText(says(ada, 'alarm.bar.none'), { timeout: 30_000 });

    // Raised, and heard at both desks: by one of the two windows of the first.
    traffic.speeds.set(0, FAST);
    for (const page of [ada.page, wall, bob.page]) await counts(page, RULE.priority, 1);
    await expect.poll(async () => (await soundOf(bob.page)).bursts, { timeout: 20_000 }).toBeGreaterThan(0);
    await expect
      .poll(
        async () => {
          const [desk, other] = [await soundOf(ada.page), await soundOf(wall)];
          const heard = [desk, other].filter(({ bursts, priority }) => bursts > 0 && priority === RULE.priority);
          return { heard: heard.length, states: [desk.state, other.state].toSorted() };
        },
        { timeout: 20_000 },
      )
      .toEqual({ heard: 1, states: ['elsewhere', 'sounding'] });

    // Silenced at one desk, on all its windows: which acknowledges nothing, and is no silence of the other.
    await ada.page.keyboard.press('q');
    for (const page of [ada.page, wall])
      await expect(page.locator('html')).toHaveAttribute('data-alarm-sound', 'silenced');
    await expect(wall.getByTestId('silenced-note')).toBeVisible();
    await counts(bob.page, RULE.priority, 1);
    expect(await soundOf(bob.page)).toMatchObject({ state: 'sounding' });

    // Acknowledged on one, seen on the other.
    await openFirst(ada);
    await expect(ada.page.getByTestId('guidance')).toContainText(RULE.guidance.response);
    await acknowledge(ada);
    await sent(ada);
    await counts(bob.page, RULE.priority, 0);
    await expect(bob.page.locator('html')).toHaveAttribute('data-alarm-sound', 'quiet');
    await openFirst(bob);
    await expect(bob.page.getByTestId('alarm')).toHaveAttribute('data-state', 'active-acknowledged');
    await expect(bob.page.getByTestId('journal').locator('[data-event="acknowledged"]')).toContainText(ADA.subject);

    // Shelved by one, with a reason that the other reads, and takes it back.
    await shelve(ada, 'Essai de freins');
    await expect(bob.page.getByTestId('alarm-hidden')).toBeVisible({ timeout: 30_000 });
    await openFolder(bob, 'shelved');
    await expect(bob.page.getByTestId('alarm-list')).toHaveAttribute('data-total', '1');
    await expect(detail(bob)).toContainText('Essai de freins');
    await press(detail(bob), says(bob, 'alarm.act.unshelve'));
    await sent(bob);
    await expect(ada.page.getByTestId('alarm-hidden')).toHaveCount(0, { timeout: 30_000 });

    // It is over: acknowledged as it is, it closes.
    traffic.speeds.set(0, SLOW);
    await expect(ada.page.getByTestId('alarm')).toHaveAttribute('data-state', 'closed', { timeout: 30_000 });
    await expect(ada.page.getByTestId('alarm-calm')).toHaveText(says(ada, 'alarm.bar.none'));

    // What is done without the network is done here, and awaits the server.
    traffic.speeds.set(1, FAST);
    await counts(ada.page, RULE.priority, 1);
    ada.unplug();
    await expect(ada.page.getByTestId('alarm-as-of')).toBeVisible({ timeout: 60_000 });
    await ada.page.keyboard.press('Escape');
    await openFirst(ada);
    await acknowledge(ada);
    await expect(ada.page.getByTestId('awaiting-confirmation')).toBeVisible();
    await counts(bob.page, RULE.priority, 1);
    ada.plugIn();
    await sent(ada);
    await expect(ada.page.getByTestId('awaiting-confirmation')).toHaveCount(0, { timeout: 30_000 });
    await counts(bob.page, RULE.priority, 0);

    // The shift is over: one stands shelved, one open, what is closed is not told; the remark is signed by the other.
    await shelve(ada, 'Garage prévenu');
    traffic.speeds.set(2, FAST);
    await counts(ada.page, RULE.priority, 1);
    await draftHandover(ada);
    await expect(itemsOf(ada, 'alarm-open')).toHaveCount(1);
    await remarkOn(ada, 'alarm-shelved', 'Le garage rappelle à huit heures');
    await handOver(ada);
    await openHandover(bob);
    for (const group of ['alarm-open', 'alarm-shelved'] as const) {
      await expect(itemsOf(bob, group)).toHaveCount(1);
      await expect(itemsOf(bob, group)).toContainText(RULE.name);
    }
    await expect(itemsOf(bob, 'alarm-shelved')).toContainText('Le garage rappelle à huit heures');
    await sign(bob, 'Lu et repris');
    await expect(ada.page.getByTestId('handover')).toHaveAttribute('data-state', 'signed', { timeout: 60_000 });
    await expect(detail(ada)).toContainText('Lu et repris');
  });
}
