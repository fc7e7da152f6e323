import { setTimeout as wait } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import type { RunningBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { type Desk, detail, press, says, sent, show } from './desk.ts';

/** A watch of two operators: an alarm is raised, heard, silenced, acknowledged, shelved, taken back and over, by keyboard alone. */

export const RULE = {
  ...{ name: 'Vitesse en ville', priority: 'high', state: 'live' },
  parameters: { kind: 'speed', aboveMetresPerSecond: 25, deadbandMetresPerSecond: 3 },
  guidance: { cause: 'Retard, chauffeur pressé', response: 'Appeler le chauffeur' },
} as const;

/** Vehicles whose speeds the test says; each is reported each second, as a gateway does. */
export interface Traffic {
  /** Metres per second, by the vehicle's place in the fleet. */
  readonly speeds: Map<number, number>;
  stop(): Promise<void>;
}

/** A fleet with rules for it that drives as the test says. */
export async function driveFleet(
  running: RunningBackend,
  { vehicles = 3, rules = [RULE] }: { vehicles?: number; rules?: readonly unknown[] } = {},
): Promise<Traffic> {
  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await running.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} was refused: ${answer.status} ${await answer.text()}`);
  };
  await insertRows(running.backend.database, { vehicles });
  for (const rule of rules) await post('/api/v2/alarm-rules', rule);
  const known = await running.ask(`/api/v2/vehicles?limit=${vehicles}`);
  const { items } = (await known.json()) as { items: { code: string }[] };
  const speeds = new Map<number, number>(items.map((_, index) => [index, 8]));
  const ending = new AbortController();
  const driving = (async () => {
    for (let step = 0; !ending.signal.aborted; step += 1) {
      const positions = items.map(({ code }, index) => ({
        ...{ vehicle: code, longitude: 4.83 + index / 50 + step / 20_000, latitude: 45.76, headingDegrees: 90 },
        ...{ observedAtMs: Date.now(), speedMetresPerSecond: speeds.get(index) ?? 0 },
      }));
      await post('/api/v2/positions', { positions });
      await wait(1_000, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    speeds,
    async stop() {
      ending.abort();
      await driving;
    },
  };
}

/** How a window sounds, as it says on its page. */
export const soundOf = (page: Page) =>
  page.evaluate(() => {
    const { alarmSound = '', alarmPriority = '', alarmBursts = '0' } = document.documentElement.dataset;
    return { state: alarmSound, priority: alarmPriority, bursts: Number(alarmBursts) };
  });

/** The head of a window counts so many of the priority that nobody has acknowledged. */
export async function counts(page: Page, priority: string, unacknowledged: number): Promise<void> {
  await expect(page.getByTestId('alarm-bar').locator(`[data-priority="${priority}"]`).first()).toHaveAttribute(
    'data-unacknowledged',
    String(unacknowledged),
    { timeout: 30_000 },
  );
}

/** The first alarm of the list, opened. */
export async function openFirst(desk: Desk): Promise<void> {
  const { page } = desk;
  await show(desk, '9', 'alarm-list');
  await expect(page.getByTestId('alarm-list')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByRole('grid')).toBeFocused();
  await expect(page.locator('[data-index="0"] .alarm-state')).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(detail(desk)).toHaveAttribute('data-state', 'ready');
}

export async function acknowledge({ page }: Desk): Promise<void> {
  await page.keyboard.press('a');
  await expect(page.getByTestId('alarm')).toHaveAttribute('data-state', 'active-acknowledged');
}

/** For half an hour, with a reason: it leaves the list, and is on the shelf. */
export async function shelve(desk: Desk, reason: string): Promise<void> {
  const { page } = desk;
  await press(detail(desk), says(desk, 'alarm.act.shelve'));
  const sheet = page.getByTestId('hide-alarm');
  // Without a reason it is not done.
  await press(sheet, says(desk, 'alarm.hide.shelve'));
  await expect(sheet.locator('[data-field="reason"]')).toContainText(says(desk, 'alarm.hide.reason-missing'));
  await sheet.getByRole('textbox').fill(reason);
  await press(sheet, says(desk, 'alarm.hide.shelve'));
  await expect(sheet).toHaveCount(0);
  await sent(desk);
  await expect(page.getByTestId('alarm-hidden')).toContainText('1');
}

export async function openFolder({ page, ...desk }: Desk, folder: string): Promise<void> {
  const name = says(desk, `alarm.folder.${folder}`);
  await page.getByTestId('alarm-list').getByRole('radio', { name, exact: true }).press('Enter');
}
