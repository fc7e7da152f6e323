import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { startBackend } from '../support/backend.ts';
import { insertRows } from '../support/business-rows.ts';
import { type Clerk, startClerk } from '../support/clerk.ts';
import { SubmittedCycles } from '../support/submitted-cycles.ts';
import { type Language, LANGUAGES, openPage } from './stage.ts';

const WINDOW = { width: 1280, height: 800 };
const CLERK = { subject: 'claire.petit', roles: ['billing'] };
const VALIDATOR = { subject: 'vera.garnier', roles: ['validator'] };
const BILLED = 'Mars 2026';
const OPEN = 'Janvier 2024';

type Take = (page: Page, language: Language, name: string) => Promise<void>;

/** At a clerk's computer: the page of a cycle that was invoiced, the rule by which missions come in, the export of an invoice. */
export async function takeBilling(browser: Browser, take: Take): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-billing-scene-'));
  const running = await startBackend();
  const { database } = running.backend;
  const cycles = await SubmittedCycles.in(database);
  await insertRows(database, { missions: 240 });
  await database.query(`update missions set third_party_id = (select id from third_parties order by name limit 1)`);
  const billed = await cycles.submitted(CLERK, { missions: 24 });
  await cycles.act(await cycles.validationOf(billed), 'approve', VALIDATOR);
  await cycles.done(billed, 'invoice', CLERK);
  const open = await cycles.open(0);
  await cycles.done(open, 'open', CLERK);
  const rename = 'update billing_cycles set label = $2, period_start = $3, period_end = $4 where id = $1::uuid';
  await database.query(rename, [billed, BILLED, '2026-03-01', '2026-03-31']);
  await database.query(rename, [open, OPEN, '2024-01-01', '2024-01-31']);
  const token = await running.backend.tokenFor(CLERK.subject, ['billing']);
  const clerk = await startClerk(path.join(folder, 'desktop'), { url: running.url, token });
  try {
    for (const language of LANGUAGES) await takeIn(browser, clerk, language, take);
  } finally {
    await clerk.stop();
    await running.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function takeIn(browser: Browser, clerk: Clerk, language: Language, take: Take): Promise<void> {
  const { page, context } = await openPage(browser, clerk.url(), { language, theme: 'dark', ...WINDOW });
  await openCycle(page, BILLED);
  await page.getByTestId('detail').locator('.detail__actions button').last().click();
  await page.waitForSelector('[data-testid="export-dialog"] [data-field="subject"]');
  await take(page, language, 'export');
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  const tabs = page.getByTestId('cycle-page').getByRole('tab');
  await tabs.nth(1).click();
  await page.waitForSelector('[data-testid="cycle-page"] table');
  await take(page, language, 'cycle');
  // Back to the list.
  await page.keyboard.press('Escape');
  await openCycle(page, OPEN);
  await page.keyboard.press('p');
  await page.waitForSelector('[data-testid="cycle-page"][data-state="ready"]');
  await page.keyboard.press('a');
  await page.waitForSelector('[data-testid="assign-rule"] .rule__count[data-count="240"]');
  await take(page, language, 'rule');
  await context.close();
}

async function openCycle(page: Page, label: string): Promise<void> {
  await page.keyboard.press('4');
  const list = page.getByTestId('billing-cycle-list');
  await list.getByRole('row').filter({ hasText: label }).click();
  await page.waitForSelector('[data-testid="detail"][data-state="ready"]');
}
