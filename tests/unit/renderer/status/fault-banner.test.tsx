import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createI18n } from '../../../../renderer/i18n/create-i18n.ts';
import { errorSentence } from '../../../../renderer/i18n/index.ts';
import { faultSentence } from '../../../../renderer/status/fault-sentence.ts';
import { ConnectionState, FAULT_NAMES, FaultBanner } from '../../../../renderer/status/index.ts';
import { ERROR_CODES } from '../../../../shared/contract/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

let host: MemoryHost;
let scene: TestWindow;
beforeEach(() => {
  localStorage.clear();
  giveLayout(1_000, 600);
  host = createMemoryHost({ vehicles: 1, missions: 1 });
});
afterEach(() => scene?.dispose());

async function show(quiet = false) {
  scene = renderWindow(host, () => (
    <>
      <ConnectionState />
      <FaultBanner quiet={quiet} />
    </>
  ));
  const say = (state: 'live' | 'silent') =>
    act(() =>
      scene.worker.say({
        type: 'state',
        state,
        sinceMs: new Date(2026, 2, 3, 14, 2, 7).getTime(),
        fault: null,
        repairs: { gaps: 0, malformed: 0, reconnections: 0 },
      }),
    );
  say('live');
  await waitFor(() => expect(scene.page.getByTestId('connection-state').dataset['state']).toBe('live'));
  return { banner: scene.page.getByTestId('fault-banner'), cluster: scene.page.getByTestId('connection-state'), say };
}

describe('the banner', () => {
  it('is there and empty when all is well', async () => {
    const { banner } = await show();
    expect(banner.dataset['state']).toBe('none');
    expect(banner.childElementCount).toBe(0);
    expect(banner.getAttribute('role')).toBe('alert');
  });

  it('says since when positions are not live', async () => {
    const { banner, cluster, say } = await show();
    say('silent');
    expect(banner.dataset['state']).toBe('positions-silent');
    expect(banner.textContent).toMatch(/Positions are not live since (3 Mar( 2026)?, )?14:02:07/);
    expect(cluster.dataset['state']).toBe('degraded');
    expect(cluster.querySelector<HTMLElement>('[data-part="positions"]')?.dataset['state']).toBe('silent');
  });

  it('offers to try again when the data host is lost, but not on a wall', async () => {
    const { banner } = await show();
    act(() => scene.cut());
    await waitFor(() => expect(banner.dataset['state']).toBe('host-lost'));
    expect(within(banner).getByRole('button', { name: 'Try again now' })).toBeTruthy();
    scene.dispose();
    const wall = await show(true);
    act(() => scene.cut());
    await waitFor(() => expect(wall.banner.dataset['state']).toBe('host-lost'));
    expect(within(wall.banner).queryByRole('button')).toBeNull();
  });

  it('lets a notice be put away, and shows another one', async () => {
    const { banner } = await show();
    act(() => host.setHealth({ cache: { state: 'ok', fault: null, setAside: '/data/a.damaged', salvaged: 0 } }));
    await waitFor(() => expect(banner.textContent).toContain('/data/a.damaged'));
    fireEvent.click(within(banner).getByRole('button', { name: 'Put away' }));
    expect(banner.dataset['state']).toBe('none');
    act(() => host.setHealth({ cache: { state: 'ok', fault: null, setAside: '/data/b.damaged', salvaged: 0 } }));
    await waitFor(() => expect(banner.textContent).toContain('/data/b.damaged'));
  });
});

describe('the sentences', () => {
  it.each(['fr', 'en'] as const)('are there for every code and every fault, with a remedy, in %s', (language) => {
    const { t } = createI18n(language);
    for (const code of ERROR_CODES) {
      const { sentence, remedy } = errorSentence(t, code);
      expect(sentence, code).toMatch(/^\p{Lu}.+\.$/u);
      expect(remedy, code).toMatch(/^\p{Lu}.+\.$/u);
    }
    for (const name of FAULT_NAMES) {
      const { title, remedy } = faultSentence(t, { name, severity: 'alarm', sinceMs: null, detail: '/x' });
      expect(title, name).toMatch(/^\p{Lu}.+[^.]$/u);
      expect(remedy, name).toMatch(/^\p{Lu}/u);
    }
  });

  it('open from the cluster, a part each', async () => {
    await show();
    fireEvent.click(scene.page.getByTestId('connection-state'));
    const dialog = await scene.page.findByRole('dialog');
    expect(within(dialog).getAllByRole('listitem')).toHaveLength(6);
    expect(dialog.textContent).toContain('Up to date. Last synced at');
    expect(dialog.textContent).toContain('Simulator, live. 48,213 fixes accepted, 3 suspect, 3 refused.');
  });
});
