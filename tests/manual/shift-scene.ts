import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { putAlarms, raisedAlarm } from '../support/alarm-fixtures.ts';
import { startBackend } from '../support/backend.ts';
import { insertRows } from '../support/business-rows.ts';
import { type Clerk, startClerk } from '../support/clerk.ts';
import { shiftDesk } from '../support/shift-scene.ts';
import { type Language, LANGUAGES, openPage } from './stage.ts';

const WINDOW = { width: 1280, height: 800 };
const HOUR_MS = 3_600_000;
const ME = 'ada.martin';
const RULES = ['Véhicule silencieux', 'Trop rapide', 'Arrêt trop long'];

type Take = (page: Page, language: Language, name: string) => Promise<void>;

/** A supervisor's computer in the middle of a shift: three incidents, one with a timeline, and the draft of a handover with remarks. */
export async function openShiftScene(): Promise<{ supervisor: Clerk; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-shift-scene-'));
  const running = await startBackend();
  const { database } = running.backend;
  await insertRows(database, { vehicles: 6, missions: 4 });
  const alarms = RULES.map((ruleName, index) =>
    raisedAlarm({
      ...{ ruleName, subjectId: String(index + 1), vehicleId: String(index + 1) },
      priority: index === 0 ? 'critical' : index === 1 ? 'high' : 'low',
      raisedAt: new Date(Date.now() - (index + 1) * HOUR_MS).toISOString(),
    }),
  );
  await putAlarms(database, ...alarms);
  const token = await running.backend.tokenFor(ME, ['supervisor']);
  const supervisor = await startClerk(path.join(folder, 'desktop'), { url: running.url, token });
  const desk = shiftDesk(supervisor.window);
  const isKnown = async () => (await supervisor.window.request('validations.me', {})).subject !== null;
  const isFilled = async () =>
    (await supervisor.window.request('alarms.page', { filter: { view: 'standing' }, offset: 0, limit: 5 })).total === 3;
  while (!((await isKnown()) && (await isFilled()))) await new Promise((resolve) => setTimeout(resolve, 100));
  await desk.openIncident('Verglas au dépôt nord', { priority: 'medium', owner: 'lea.roux' });
  await desk.openIncident('Travaux quai Perrache', { priority: 'low' });
  const main = await desk.openIncident('Arbre sur la chaussée, ligne 3', {
    ...{ owner: ME, deadline: new Date(Date.now() + 2 * HOUR_MS).toISOString() },
  });
  await desk.onIncident(main, 'attach', { kind: 'alarm', id: alarms[0]?.id ?? '' });
  await desk.onIncident(main, 'attach', { kind: 'vehicle', id: '1' });
  await desk.onIncident(main, 'note', { text: 'Le conducteur signale un arbre en travers, deux voies coupées.' });
  await desk.onIncident(main, 'decide', { text: 'Déviation par le boulevard ; les pompiers arrivent à 14 h 40.' });
  await desk.onIncident(main, 'view', { longitude: 4.835, latitude: 45.758, zoom: 14, atMs: Date.now() });
  const draft = await desk.draft(ME, new Date(Date.now() - 8 * HOUR_MS), new Date());
  await desk.onHandover(draft, 'describe', { text: 'Après-midi chargé ; le vent faiblit.' });
  await desk.onHandover(draft, 'remark', {
    ...{ key: `incident/${main}`, group: 'incident', label: 'Arbre sur la chaussée, ligne 3' },
    text: 'Rappeler les pompiers à 15 h.',
  });
  while ((await supervisor.window.request('outbox.page', { offset: 0, limit: 1 })).total > 0)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    supervisor,
    async stop() {
      await supervisor.stop();
      await running.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** An incident and the draft of a handover. Offline too, where `all` is asked for. */
export async function takeShift(
  browser: Browser,
  take: Take,
  { all = false, size = WINDOW }: { all?: boolean; size?: { width: number; height: number } } = {},
): Promise<void> {
  const scene = await openShiftScene();
  try {
    for (const language of LANGUAGES) {
      const look = { language, theme: 'dark' as const, ...size };
      const { page, context } = await openPage(browser, scene.supervisor.url(), look);
      await showShift(page, 'incidents');
      await take(page, language, 'incident');
      await page.keyboard.press('Escape');
      await showShift(page, 'handovers');
      await take(page, language, 'handover');
      await context.close();
    }
    if (!all) return;
    scene.supervisor.unplug();
    for (const language of LANGUAGES) {
      const look = { language, theme: 'dark' as const, ...size };
      const { page, context } = await openPage(browser, scene.supervisor.url(), look);
      for (const panel of ['incidents', 'handovers'] as const) {
        await showShift(page, panel);
        await take(page, language, `${panel}-offline`);
        await page.keyboard.press('Escape');
      }
      await context.close();
    }
  } finally {
    await scene.stop();
  }
}

/** The list with the detail of its first row. */
export async function showShift(page: Page, panel: 'incidents' | 'handovers'): Promise<void> {
  await page.keyboard.press(panel === 'incidents' ? '0' : 'h');
  const list = page.getByTestId(panel === 'incidents' ? 'incident-list' : 'handover-list');
  await list.getByRole('row').nth(1).click();
  await page.waitForSelector(`[data-testid="${panel === 'incidents' ? 'timeline' : 'handover-items'}"]`);
}
