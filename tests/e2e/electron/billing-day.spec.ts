import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Language } from '../../../renderer/i18n/language.ts';
import type { Actor } from '../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import type { LaunchOptions, Vigie } from '../../support/electron-app.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { keepPreferences, listen } from '../browser/fixtures.ts';
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
import { answerSaveDialog } from '../flows/save-dialog.ts';
import { expect, test } from './fixtures.ts';

/** Three people at three real desktops, one real service. */
let running: RunningBackend;
let proxies: FaultProxy[];
let complaints: string[];
test.beforeEach(async () => {
  complaints = [];
  running = await startBackend();
  proxies = [];
  await fillBackOffice(running);
});
test.afterEach(async () => {
  for (const proxy of proxies) await proxy.close();
  await running.stop();
});

async function sitDown(
  launch: (options: Partial<LaunchOptions>) => Promise<Vigie>,
  folder: string,
  { subject, roles }: Actor,
  language: Language,
): Promise<Desk & { vigie: Vigie }> {
  const token = await running.backend.tokenFor(subject, roles as Parameters<typeof running.backend.tokenFor>[1]);
  const proxy = await startFaultProxy(running.url);
  proxies.push(proxy);
  const vigie = await launch({ folder: path.join(folder, subject), backend: { url: proxy.url, token } });
  const page = await vigie.page('console');
  listen(page, complaints);
  await keepPreferences(page, { language });
  await page.reload();
  await page.waitForSelector('html[data-ready="true"]');
  await page.keyboard.press('2');
  await expect(page.getByTestId('mission-list')).toHaveAttribute('data-total', String(MISSIONS), { timeout: 30_000 });
  return {
    ...{ page, language, vigie },
    unplug: () => void (proxy.isDown = true),
    plugIn: () => void (proxy.isDown = false),
  };
}

for (const language of ['fr', 'en'] as const) {
  test(`a day of billing by keyboard, from no network to the invoice (${language})`, async ({ launch, folder }) => {
    test.setTimeout(300_000);
    const clerk = await sitDown(launch, folder, CLERK, language);
    // What one calls it in their language, the other reads in theirs.
    const other = await sitDown(launch, folder, OTHER_CLERK, language === 'fr' ? 'en' : 'fr');
    const validator = await sitDown(launch, folder, VALIDATOR, language);
    const billed = { party: 'Éloïse “Ça roule” Dupont', cycle: 'Année 2024' };

    clerk.unplug();
    await billOffline(clerk, billed);
    clerk.plugIn();
    await sent(clerk);
    await editAtTheSameTime(clerk, other, billed);
    await submitAndTryAlone(clerk, running, billed);
    await approve(validator, running, billed);
    const { number } = await invoice(clerk, running, billed);
    expect(number).toMatch(/^FA-\d{4}-000001$/);
    const file = path.join(folder, 'facture.pdf');
    await answerSaveDialog(clerk.vigie, file);
    await exportInvoice(clerk, billed, number, async () => {
      await expect.poll(() => existsSync(file), { timeout: 30_000 }).toBe(true);
      return readFileSync(file);
    });
    await clerk.page.screenshot({ path: test.info().outputPath('invoiced.png') });
    expect(complaints).toEqual([]);
  });
}
