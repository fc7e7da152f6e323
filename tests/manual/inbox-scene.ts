import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { startBackend } from '../support/backend.ts';
import { type Clerk, startClerk } from '../support/clerk.ts';
import { SubmittedCycles } from '../support/submitted-cycles.ts';
import { type Language, LANGUAGES, openPage } from './stage.ts';

const HOUR_MS = 3_600_000;
const WINDOW = { width: 1280, height: 800 };
const ada = { subject: 'ada.martin', roles: ['billing'] };
const cyd = { subject: 'cyd.blanc', roles: ['validator'] };

export interface InboxScene {
  validator: Clerk;
  stop(): Promise<void>;
}

/** A validator's computer with three cycles: one that is overdue, one that was sent back before, and one of their own. */
export async function openInboxScene(): Promise<InboxScene> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-inbox-scene-'));
  const backend = await startBackend();
  const cycles = await SubmittedCycles.in(backend.backend.database);
  cycles.nowMs = Date.now() - 80 * HOUR_MS;
  await cycles.submitted(ada, { missions: 40 });
  cycles.nowMs = Date.now() - HOUR_MS;
  const sentBack = await cycles.submitted(ada, { missions: 12 });
  await cycles.act(await cycles.validationOf(sentBack), 'reject', cyd, { reason: 'Deux missions manquent.' });
  await cycles.addMissions(sentBack, 2);
  for (const action of ['close', 'submit'] as const) await cycles.done(sentBack, action, ada);
  await cycles.submitted({ subject: 'bea.roux', roles: ['billing'] }, { missions: 5 });
  const token = await backend.backend.tokenFor('bea.roux', ['validator']);
  const validator = await startClerk(path.join(folder, 'desktop'), { url: backend.url, token });
  return {
    validator,
    async stop() {
      await validator.stop();
      await backend.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The one that they submitted themselves, wherever it is in the list. */
async function openOwn(page: Page): Promise<void> {
  const rows = page.getByTestId('validation-list').getByRole('row');
  for (let at = 1; at <= 4; at += 1) {
    await rows.nth(at).click();
    const own = page.locator('[data-testid="not-offered"]');
    if (
      await own.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error('none of the list is their own');
}

/** The inbox with the entry that was sent back before, and one's own, which is not offered. */
export async function takeInbox(
  browser: Browser,
  take: (page: Awaited<ReturnType<typeof openPage>>['page'], language: Language, name: string) => Promise<void>,
): Promise<void> {
  const scene = await openInboxScene();
  try {
    for (const language of LANGUAGES) {
      const look = { language, theme: 'dark' as const, ...WINDOW };
      const { page, context } = await openPage(browser, scene.validator.url(), look);
      await page.waitForSelector('[data-testid="inbox-state"][data-mine="2"]');
      await page.keyboard.press('7');
      await page.waitForSelector('[data-testid="validation-list"][data-total="2"]');
      await page.getByTestId('validation-list').getByRole('row').last().click();
      await page.waitForSelector('[data-testid="changes"]');
      await take(page, language, 'validation');
      await page.getByTestId('validation-list').getByRole('radio').nth(2).click();
      await page.waitForSelector('[data-testid="validation-list"][data-total="4"]');
      await openOwn(page);
      await take(page, language, 'validation-own');
      await context.close();
    }
  } finally {
    await scene.stop();
  }
}
