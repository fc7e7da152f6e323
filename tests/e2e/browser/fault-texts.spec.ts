import type { Page } from '@playwright/test';
import type { Health } from '../../../shared/contract/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { createHealth } from '../../support/memory-host/memory-host.ts';
import { expect, expectAccessible, isReady, test } from './fixtures.ts';

/** What is said of each fault, and of nothing at all. How soon is timed in faults.spec.ts. */
test.use({ viewport: { width: 1280, height: 800 } });

const banner = (page: Page) => page.getByTestId('fault-banner');
const now = Date.now();
const fault = (
  code: 'server-not-vigie' | 'storage-full' | 'storage-read-only' | 'unauthorized' | 'server-malformed',
) => ({
  code,
  message: code,
  sinceMs: now,
});
const well = createHealth(now, 200);

const CASES: [string, string, Partial<Health>, RegExp][] = [
  [
    'another program at the server’s address',
    'server-unreachable',
    { server: { ...well.server, state: 'offline', fault: fault('server-not-vigie') } },
    /n’est pas un serveur Vigie.*Vérifiez l’adresse/,
  ],
  [
    'a refused token',
    'unauthorized',
    { server: { ...well.server, state: 'refused', fault: fault('unauthorized') } },
    /refuse la connexion du compte.*Identifiez-vous/,
  ],
  [
    'a server of another version',
    'server-incompatible',
    { server: { ...well.server, state: 'incompatible' } },
    /n’est pas de la même version.*Installez/,
  ],
  [
    'a full disk',
    'cache-full',
    { cache: { state: 'full', fault: fault('storage-full'), setAside: null, salvaged: 0 } },
    /Le disque est plein.*Libérez/,
  ],
  [
    'a read-only folder',
    'cache-read-only',
    { cache: { state: 'read-only', fault: fault('storage-read-only'), setAside: null, salvaged: 0 } },
    /lecture seule.*Donnez à votre compte/,
  ],
  [
    'a cache that was set aside',
    'cache-set-aside',
    { cache: { state: 'ok', fault: null, setAside: '/data/vigie.damaged', salvaged: 0 } },
    /endommagées.*\/data\/vigie\.damaged/,
  ],
  [
    'a malformed pull page',
    'sync-failed',
    { sync: { ...well.sync, fault: fault('server-malformed') } },
    /illisible.*transmettez les journaux/,
  ],
];
test('every fault is said in one sentence, with the remedy', async ({ windows, host }) => {
  const page = await windows.open('console', { language: 'fr', theme: 'light' });
  await isReady(page);
  for (const [what, name, health, text] of CASES) {
    await test.step(what, async () => {
      host.setHealth({ ...well, ...health });
      await expect(banner(page)).toHaveAttribute('data-state', name);
      await expect(banner(page)).toContainText(text);
    });
  }
  await expectAccessible(page);
  host.setHealth(well);
  await expect(banner(page)).toHaveAttribute('data-state', 'none');
});

test('a notice can be put away, a fault cannot', async ({ windows, host }) => {
  host.setHealth({
    cache: { state: 'full', fault: fault('storage-full'), setAside: '/data/vigie.damaged', salvaged: 0 },
  });
  const page = await windows.open();
  await isReady(page);
  await expect(banner(page).getByRole('button')).toHaveCount(1);
  await banner(page).getByRole('button', { name: 'Put away' }).click();
  await expect(banner(page)).not.toContainText('vigie.damaged');
  await expect(banner(page)).toHaveAttribute('data-state', 'cache-full');
});

test('a page without a token is told where to get one', async ({ windows, server }) => {
  const page = await windows.open();
  await isReady(page);
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(`http://127.0.0.1:${server.port}/console.html`);
  await expect(banner(page)).toHaveAttribute('data-state', 'host-refused');
  await expect(banner(page)).toContainText('Open the newest address that Vigie printed');
});

test('an empty back office says so in every panel', async ({ windows, host }) => {
  host.dataset = {
    vehicles: [],
    missions: [],
    thirdParties: [],
    billingCycles: [],
    geofences: [],
    validations: [],
    delegations: [],
    alarms: [],
    alarmRules: [],
    incidents: [],
    handovers: [],
  };
  const page = await windows.open();
  await isReady(page);
  for (const [key, list, text] of [
    ['1', 'vehicle-list', 'No vehicle yet'],
    ['2', 'mission-list', 'No mission yet'],
    ['3', 'third-party-list', 'No third party yet'],
    ['4', 'billing-cycle-list', 'No billing cycle yet'],
    ['0', 'incident-list', 'No incident is open'],
    ['h', 'handover-list', 'No shift was handed over yet'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByTestId(list)).toHaveAttribute('data-state', 'empty');
    await expect(page.getByTestId(list)).toContainText(text);
  }
  await expectAccessible(page);
});

test('a list that cannot be read says why and what to do, and comes back', async ({ windows, host }) => {
  host.fail('missions.page', new RpcError('storage-corrupt', 'malformed'));
  const page = await windows.open();
  await isReady(page);
  await page.keyboard.press('2');
  const list = page.getByTestId('mission-list');
  await expect(list).toHaveAttribute('data-state', 'error');
  await expect(list).toContainText('The local data is damaged.');
  await expectAccessible(page);
  host.fail('missions.page', null);
  await list.getByRole('button', { name: 'Try again' }).click();
  await expect(list).toHaveAttribute('data-state', 'ready');
});
