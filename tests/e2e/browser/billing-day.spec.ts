import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, expect, test } from '@playwright/test';
import type { Language } from '../../../renderer/i18n/language.ts';
import type { Actor } from '../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { type Clerk, startClerk } from '../../support/clerk.ts';
import {
  approve,
  billOffline,
  CLERK,
  editAtTheSameTime,
  exportInvoice,
  fillBackOffice,
  invoice,
  MISSIONS,
  OTHER_CLERK,
  submitAndTryAlone,
  VALIDATOR,
} from '../flows/billing-day.ts';
import { type Desk, sent } from '../flows/desk.ts';
import { isReady, keepPreferences, listen } from './fixtures.ts';

test.use({ viewport: { width: 1280, height: 800 } });

const complaints: string[] = [];
let folder: string;
let running: RunningBackend;
let clerks: Clerk[];

test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-day-'));
  running = await startBackend();
  clerks = [];
  await fillBackOffice(running);
});
test.afterEach(async () => {
  for (const clerk of clerks) await clerk.stop();
  await running.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  expect(complaints).toEqual([]);
});

async function sitDown(browser: Browser, { subject, roles }: Actor, language: Language): Promise<Desk> {
  const token = await running.backend.tokenFor(subject, roles as Parameters<typeof running.backend.tokenFor>[1]);
  const clerk = await startClerk(path.join(folder, subject), { url: running.url, token });
  clerks.push(clerk);
  const page = await (await browser.newContext()).newPage();
  listen(page, complaints);
  await keepPreferences(page, { language, theme: language === 'fr' ? 'light' : 'dark' });
  await page.goto(clerk.url());
  await isReady(page);
  const missions = async () => (await clerk.window.request('missions.page', { offset: 0, limit: 1 })).total;
  await expect.poll(missions, { timeout: 30_000 }).toBe(MISSIONS);
  return { page, language, unplug: () => clerk.unplug(), plugIn: () => clerk.plugIn() };
}

for (const language of ['fr', 'en'] as const) {
  test(`a day of billing by keyboard, from no network to the invoice (${language})`, async ({ browser }) => {
    test.setTimeout(240_000);
    const clerk = await sitDown(browser, CLERK, language);
    const other = await sitDown(browser, OTHER_CLERK, language === 'fr' ? 'en' : 'fr');
    const validator = await sitDown(browser, VALIDATOR, language);
    const billed = { party: 'Éloïse “Ça roule” Dupont', cycle: 'Année 2024' };

    clerk.unplug();
    await billOffline(clerk, billed);
    await clerk.page.screenshot({ path: test.info().outputPath('offline.png') });
    clerk.plugIn();
    await sent(clerk);
    await editAtTheSameTime(clerk, other, billed);
    await submitAndTryAlone(clerk, running, billed);
    await clerk.page.screenshot({ path: test.info().outputPath('not-offered.png') });
    await approve(validator, running, billed);
    const { number } = await invoice(clerk, running, billed);
    expect(number).toMatch(/^FA-\d{4}-000001$/);
    await exportInvoice(clerk, billed, number, async () => {
      const download = await clerk.page.waitForEvent('download');
      return readFileSync(await download.path());
    });
    await clerk.page.screenshot({ path: test.info().outputPath('invoiced.png') });
  });
}
