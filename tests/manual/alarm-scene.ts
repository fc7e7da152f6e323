import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { says } from '../e2e/flows/desk.ts';
import { driveFleet, RULE, type Traffic } from '../e2e/flows/alarm-watch.ts';
import { startBackend } from '../support/backend.ts';
import { type Clerk, startClerk } from '../support/clerk.ts';
import { isDrawn, type Language, LANGUAGES, openPage } from './stage.ts';
import { arrangeWall } from './steps.ts';

const WINDOW = { width: 1280, height: 800 };
const WALL = { width: 1920, height: 1080 };
const VEHICLES = 60;
const [FAST, FASTER, SLOW] = [22, 31, 8];
const RULES = [
  RULE,
  {
    ...{ name: 'Excès de vitesse', priority: 'critical', state: 'live' },
    parameters: { kind: 'speed', aboveMetresPerSecond: 30, deadbandMetresPerSecond: 3 },
    guidance: { cause: 'Danger pour tous', response: 'Faire arrêter le véhicule' },
  },
  {
    ...{ name: 'Vite', priority: 'low', state: 'live' },
    parameters: { kind: 'speed', aboveMetresPerSecond: 20, deadbandMetresPerSecond: 2 },
    guidance: { cause: '', response: 'Noter le véhicule' },
  },
];

type Take = (page: Page, language: Language, name: string) => Promise<void>;

interface AlarmScene {
  operator: Clerk;
  traffic: Traffic;
  stop(): Promise<void>;
}

/** A supervisor's computer before a fleet of 60 vehicles that can be told to speed. */
async function openAlarmScene(): Promise<AlarmScene> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-alarm-scene-'));
  const backend = await startBackend();
  const traffic = await driveFleet(backend, { vehicles: VEHICLES, rules: RULES });
  const token = await backend.backend.tokenFor('ada.martin', ['supervisor']);
  const operator = await startClerk(path.join(folder, 'desktop'), { url: backend.url, token });
  return {
    ...{ operator, traffic },
    async stop() {
      await operator.stop();
      await traffic.stop();
      await backend.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The list with an alarm open, one on the shelf, a flood, a rule with its trial, the figures. Empty and offline too, where `all` is asked for. */
export async function takeAlarms(
  browser: Browser,
  take: Take,
  { all = false, size = WINDOW }: { all?: boolean; size?: { width: number; height: number } } = {},
): Promise<void> {
  const scene = await openAlarmScene();
  const { speeds } = scene.traffic;
  try {
    const pages = new Map<Language, Page>();
    for (const language of LANGUAGES) {
      const look = { language, theme: 'dark' as const, ...size };
      const { page } = await openPage(browser, scene.operator.url(), look);
      pages.set(language, page);
      await page.keyboard.press('9');
      await page.waitForSelector('[data-testid="alarm-list"][data-state="empty"]');
      if (all) await take(page, language, 'alarms-empty');
    }
    for (const index of [0, 1, 2]) speeds.set(index, FAST);
    speeds.set(3, FASTER);
    for (const [language, page] of pages) {
      await page.waitForSelector('[data-testid="alarm-list"][data-total="6"]', { timeout: 30_000 });
      await page.getByTestId('alarm-list').getByRole('row').nth(2).click();
      await page.waitForSelector('[data-testid="guidance"] dd');
      await isDrawn(page);
      await take(page, language, 'alarms');
      await page.getByTestId('sound-menu').click();
      await page.waitForSelector('[data-testid="sound-settings"]');
      await take(page, language, 'alarm-sound');
      await page.keyboard.press('Escape');
    }
    for (let index = 4; index < 30; index += 1) speeds.set(index, index % 3 === 0 ? FASTER : FAST);
    for (const [language, page] of pages) {
      await page.waitForSelector('[data-testid="flood"]', { timeout: 30_000 });
      await page.keyboard.press('Escape');
      await take(page, language, 'alarm-flood');
      await takeWall(page, language, take, size);
      await takeRules(page, language, take);
      await takeFigures(page, language, take);
    }
    if (all) {
      scene.operator.unplug();
      for (const [language, page] of pages) {
        await page.waitForSelector('[data-testid="alarm-as-of"]', { timeout: 60_000 });
        await take(page, language, 'alarms-offline');
      }
    }
    speeds.set(0, SLOW);
    for (const page of pages.values()) await page.context().close();
  } finally {
    await scene.stop();
  }
}

/** A wall with the map, and the alarms beside it. */
async function takeWall(page: Page, language: Language, take: Take, size: typeof WINDOW): Promise<void> {
  const wall = await arrangeWall(page, () => Promise.resolve(), ['alarms', 'summary']);
  await wall.setViewportSize(size.width > WALL.width ? size : WALL);
  await wall.waitForSelector('[data-testid="alarms-cell"] [data-group]');
  await isDrawn(wall);
  await take(wall, language, 'wall-alarms');
  await wall.close();
  await page.bringToFront();
}

async function takeRules(page: Page, language: Language, take: Take): Promise<void> {
  await part(page, language, 'rules');
  await page.waitForSelector(`[data-testid="alarm-rules"][data-total="${RULES.length}"]`);
  await page.locator(`[data-rule="${RULE.name}"]`).getByRole('button').nth(1).click();
  await page.getByTestId('rule-form').getByTestId('try-rule').click();
  await page.waitForSelector('[data-testid="trial"][data-state="tried"]');
  await page.getByTestId('trial').scrollIntoViewIfNeeded();
  await take(page, language, 'alarm-rule');
  await page.keyboard.press('Escape');
}

async function takeFigures(page: Page, language: Language, take: Take): Promise<void> {
  await part(page, language, 'figures');
  await page.waitForSelector('[data-testid="alarm-figures"][data-state="ready"]');
  await page.waitForSelector('[data-testid="offenders"] .alarm-table__bar');
  await take(page, language, 'alarm-figures');
  await part(page, language, 'list');
  await page.waitForSelector('[data-testid="flood"]');
}

/** Between the alarms, the rules and the figures. */
async function part(page: Page, language: Language, name: 'list' | 'rules' | 'figures'): Promise<void> {
  await page.getByRole('radio', { name: says({ language }, `alarm.part.${name}`), exact: true }).click();
}
