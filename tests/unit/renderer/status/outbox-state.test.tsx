import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionState, OutboxState, StateAnnouncer, WallOutbox } from '../../../../renderer/status/index.ts';
import { percentOf } from '../../../../renderer/status/part-label.tsx';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

let host: MemoryHost;
let scene: TestWindow;
const shown = vi.fn<(view: string) => void>();
beforeAll(() => giveLayout(1_000, 600));
beforeEach(() => {
  localStorage.clear();
  shown.mockClear();
  host = createMemoryHost({ vehicles: 1, missions: 1 });
});
afterEach(() => scene.dispose());

function show(language: 'fr' | 'en' = 'en') {
  scene = renderWindow(
    host,
    () => (
      <>
        <OutboxState onShow={shown} />
        <ConnectionState />
        <ul>
          <WallOutbox />
        </ul>
        <StateAnnouncer />
      </>
    ),
    language,
  );
  return scene.page.getByTestId('outbox-state');
}
const counts = (notSent: number, conflicts: number, others = 0) =>
  host.setHealth({ outbox: { ...host.health.outbox, notSent, conflicts, others } });
async function openStatus(): Promise<HTMLElement> {
  fireEvent.click(scene.page.getByTestId('connection-state'));
  return scene.page.findByRole('dialog');
}

describe('what is not sent, in the header and on the wall', () => {
  it('is no number at all when there is none', async () => {
    const state = show();
    await waitFor(() => expect(scene.page.getByTestId('connection-state').textContent).toContain('< 1 min'));
    expect(state.childElementCount).toBe(0);
    expect(scene.page.queryByTestId('wall-not-sent')).toBeNull();
  });

  it('is grey while it only waits, and leads to the list', async () => {
    counts(3, 0);
    const state = show('fr');
    const button = await within(state).findByRole('button', { name: '3 non envoyées' });
    expect(state.querySelector('.status-mark')).toBeNull();
    expect(within(state).queryByRole('button', { name: /à régler/ })).toBeNull();
    fireEvent.click(button);
    expect(shown).toHaveBeenCalledWith('all');
  });

  it('has a mark, a word and a colour where a person must settle it, and says so aloud once', async () => {
    counts(5, 1, 1);
    const state = show();
    const button = await within(state).findByRole('button', { name: '2 to settle' });
    expect(button.querySelector('.status-mark--warning')).toBeTruthy();
    expect(scene.page.getByTestId('wall-to-settle').querySelector('.status-mark--warning')).toBeTruthy();
    const said = scene.page.getAllByRole('status').map(({ textContent }) => textContent);
    expect(said.filter((text) => text === '2 to settle')).toHaveLength(1);
    fireEvent.click(button);
    expect(shown).toHaveBeenCalledWith('settle');
  });
});

describe('the sync, in the header', () => {
  it('grows old without a pull', async () => {
    host.setHealth({ sync: { ...host.health.sync, lastSyncAtMs: Date.now() - 10 * 60_000 } });
    show();
    const part = await waitFor(() => {
      const found = scene.page.getByTestId('connection-state').querySelector('[data-part="sync"]');
      expect(found?.textContent).toContain('10\u202fmin');
      return found;
    });
    expect(part?.textContent).toMatch(/^Sync/);
  });

  it('says how far a first one has come, and shows it as a bar', async () => {
    host.setHealth({
      sync: { ...host.health.sync, phase: 'first', received: 24_000, remaining: 76_000, lastSyncAtMs: null },
    });
    show('en');
    await waitFor(() => expect(scene.page.getByTestId('connection-state').textContent).toContain('24%'));
    const dialog = await openStatus();
    const bar = within(dialog).getByRole('progressbar');
    expect(bar.getAttribute('aria-valuenow')).toBe('24');
    expect(bar.getAttribute('aria-valuetext')).toBe('24,000 of 100,000 rows');
  });

  it('is never all before it is all', () => {
    expect(percentOf(0, 0)).toBe(0);
    expect(percentOf(999_999, 1)).toBe(99);
    expect(percentOf(10, 0)).toBe(100);
  });
});

describe('the tools of the status dialog', () => {
  it('say how sending stands, with its reason', async () => {
    counts(4, 0);
    const fault = { code: 'unauthorized', message: '401', sinceMs: Date.now() } as const;
    host.setHealth({ outbox: { ...host.health.outbox, fault } });
    show();
    const dialog = await openStatus();
    await waitFor(() =>
      expect(dialog.textContent).toContain('Nothing is sent at present. The server refuses the sign-in'),
    );
    expect(dialog.textContent).toContain('4 not sent.');
  });

  it('show the diagnostics as text to select where there is no clipboard', async () => {
    show();
    const dialog = await openStatus();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Copy diagnostics' }));
    const area = await within(dialog).findByRole<HTMLTextAreaElement>('textbox');
    expect(area.value).toContain('server: online');
    expect(document.activeElement).toBe(area);
  });

  it('say why there are no diagnostics', async () => {
    host.fail('diagnostics.text', new RpcError('internal', 'broken'));
    show();
    const dialog = await openStatus();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Copy diagnostics' }));
    await waitFor(() => expect(within(dialog).getByRole('alert').textContent).toContain('unexpected error'));
  });

  it('ask before the local data is rebuilt, and say that what is not sent is kept', async () => {
    counts(2, 0);
    show();
    const dialog = await openStatus();
    const start = within(dialog).getByRole('button', { name: 'Rebuild the local data…' });
    fireEvent.click(start);
    expect(within(dialog).getByTestId('rebuild').textContent).toContain('2 changes are not sent yet: they are kept.');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    expect(host.asked('cache.rebuild')).toBe(0);
    expect(document.activeElement).toBe(start);
    fireEvent.click(start);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Read all anew' }));
    await waitFor(() => expect(host.asked('cache.rebuild')).toBe(1));
    expect(within(dialog).getByTestId('rebuild').textContent).toContain('being read anew');
    act(() => host.setHealth({}));
  });
});
