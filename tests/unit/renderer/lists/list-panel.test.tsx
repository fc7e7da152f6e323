import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BillingLists, createBillingLists, MissionPanel } from '../../../../renderer/billing/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

const ROW = 30;
let host: MemoryHost;
let scene: TestWindow;
let lists: BillingLists;

beforeAll(() => giveLayout(1_000, 632));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 20, missions: 5_000, thirdParties: 10, billingCycles: 4 });
});
afterEach(() => {
  lists.dispose();
  scene.dispose();
});

function show(language: 'fr' | 'en' = 'en') {
  scene = renderWindow(
    host,
    ({ connection, clock }) => {
      lists ??= createBillingLists(connection, clock);
      return <MissionPanel model={lists.missions} />;
    },
    language,
  );
  const panel = scene.page.getByTestId('mission-list');
  const grid = () => within(panel).getByRole('grid');
  const rows = () => within(panel).getAllByRole('row').slice(1);
  return { panel, grid, rows };
}
const start = (language: 'fr' | 'en' = 'en') => {
  lists = undefined as unknown as BillingLists;
  return show(language);
};
const ready = (panel: HTMLElement) => waitFor(() => expect(panel.dataset['state']).toBe('ready'));
const indexes = (rows: HTMLElement[]) => rows.map((row) => Number(row.getAttribute('aria-rowindex')) - 2);

describe('a panel with a list', () => {
  it('shows rows that are on their way, then the rows and their number', async () => {
    const { panel, grid, rows } = start();
    expect(panel.dataset['state']).toBe('loading');
    expect(grid().getAttribute('aria-busy')).toBe('true');
    expect(grid().getAttribute('aria-rowcount')).toBe('-1');
    await ready(panel);
    expect(panel.dataset['total']).toBe('5000');
    expect(within(panel).getByText('5,000 missions')).toBeTruthy();
    expect(grid().getAttribute('aria-rowcount')).toBe('5001');
    expect(rows()[0]?.textContent).toContain('M-1000000');
    // A screen of rows and a few more, of 5,000.
    expect(rows().length).toBeLessThan(40);
  });

  it('tells that rows are late when they are, and that the first column has something to stay beside', async () => {
    const { panel, grid } = start();
    expect(grid().dataset['late']).toBe('false');
    await ready(panel);
    // This question is not answered while the test runs, the next one at once.
    host.delayMs = 3_600_000;
    act(() => lists.missions.sortBy('reference'));
    await waitFor(() => expect(grid().dataset['late']).toBe('true'));
    expect(grid().dataset['outdated']).toBe('true');
    host.delayMs = 0;
    act(() => lists.missions.sortBy('status'));
    await waitFor(() => expect(grid().dataset['late']).toBe('false'));
    expect(grid().dataset['outdated']).toBe('false');
    for (const scrollLeft of [5, 0]) {
      act(() => {
        grid().scrollLeft = scrollLeft;
        fireEvent.scroll(grid());
      });
      expect(grid().dataset['aside']).toBe(String(scrollLeft > 0));
    }
  });

  it('says so in French too', async () => {
    const { panel } = start('fr');
    await ready(panel);
    expect(panel.querySelector('output')?.textContent).toBe('5\u202f000 missions');
    expect(within(panel).getByRole('columnheader', { name: /Référence/ })).toBeTruthy();
  });

  it('reads the page that is scrolled to, and only that', async () => {
    const { panel, grid, rows } = start();
    await ready(panel);
    const asked = host.asked('missions.page');
    act(() => {
      grid().scrollTop = 3_040 * ROW;
      fireEvent.scroll(grid());
    });
    expect(indexes(rows())).toContain(3_040);
    await waitFor(() =>
      expect(rows().find((row) => row.dataset['index'] === '3040')?.textContent).toContain('M-1003040'),
    );
    expect(host.asked('missions.page')).toBe(asked + 1);
  });

  it('moves by keyboard over rows that are not loaded yet, and selects with Enter', async () => {
    const { panel, grid } = start();
    await ready(panel);
    const active = () => grid().getAttribute('aria-activedescendant') ?? '';
    fireEvent.keyDown(grid(), { key: 'ArrowDown' });
    expect(active()).toMatch(/-1-0$/);
    fireEvent.keyDown(grid(), { key: 'PageDown' });
    expect(active()).toMatch(/-21-0$/);
    fireEvent.keyDown(grid(), { key: 'End', ctrlKey: true });
    fireEvent.keyDown(grid(), { key: 'Home' });
    fireEvent.scroll(grid());
    expect(active()).toMatch(/-4999-0$/);
    await waitFor(() => expect(document.getElementById(active())?.textContent).toContain('M-1004999'));
    fireEvent.keyDown(grid(), { key: 'Enter' });
    expect(scene.services.selection.state.getState().selected).toEqual({ panel: 'missions', id: '1004999' });
    expect(document.getElementById(active())?.closest('[role="row"]')?.getAttribute('aria-current')).toBe('true');
    fireEvent.keyDown(grid(), { key: 'Home', ctrlKey: true });
    fireEvent.scroll(grid());
    expect(active()).toMatch(/-0-0$/);
    // Above the first row is the head, whose columns are sorted by.
    fireEvent.keyDown(grid(), { key: 'ArrowUp' });
    expect(active()).toMatch(/-head-0$/);
    fireEvent.keyDown(grid(), { key: 'ArrowUp' });
    expect(active()).toMatch(/-head-0$/);
  });

  it('selects a row by a click', async () => {
    const { panel } = start();
    await ready(panel);
    fireEvent.click(within(panel).getByText('M-1000003'));
    expect(scene.services.selection.state.getState().selected?.id).toBe('1000003');
  });

  it('sorts by a column and says which way', async () => {
    const { panel, rows } = start();
    await ready(panel);
    const header = within(panel).getByRole('columnheader', { name: /Reference/ });
    expect(header.getAttribute('aria-sort')).toBeNull();
    fireEvent.click(within(header).getByRole('button'));
    expect(header.getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(within(header).getByRole('button'));
    expect(header.getAttribute('aria-sort')).toBe('descending');
    await waitFor(() => expect(rows()[0]?.textContent).toContain('M-1004999'));
  });

  it('filters by words and by status, says when nothing matches, and shows all again', async () => {
    const { panel, rows } = start();
    await ready(panel);
    fireEvent.change(within(panel).getByRole('searchbox'), { target: { value: 'm 1000042' } });
    await waitFor(() => expect(panel.dataset['total']).toBe('1'));
    expect(rows()[0]?.textContent).toContain('M-1000042');
    fireEvent.change(within(panel).getByRole('searchbox'), { target: { value: 'nothing like this' } });
    await waitFor(() => expect(panel.dataset['state']).toBe('empty'));
    expect(within(panel).getByText('Nothing matches')).toBeTruthy();
    fireEvent.click(within(panel).getByRole('button', { name: 'Show all' }));
    await waitFor(() => expect(panel.dataset['total']).toBe('5000'));
    fireEvent.click(within(panel).getByRole('button', { name: 'In progress' }));
    const running = host.dataset.missions.filter(({ status }) => status === 'in-progress').length;
    await waitFor(() => expect(panel.dataset['total']).toBe(String(running)));
  });

  it('shows the change of a row without being asked', async () => {
    const { panel } = start();
    await ready(panel);
    host.dataset.missions = host.dataset.missions.map((row) => ({ ...row, thirdPartyName: 'Renamed & Sons' }));
    host.touch(['mission']);
    await waitFor(() => expect(within(panel).getAllByText('Renamed & Sons').length).toBeGreaterThan(5));
  });

  it('keeps its place while another panel is shown', async () => {
    const { panel, grid } = start();
    await ready(panel);
    act(() => {
      grid().scrollTop = 2_000 * ROW;
      fireEvent.scroll(grid());
    });
    const kept = lists;
    scene.dispose();
    lists = kept;
    const again = show();
    expect(again.grid().scrollTop).toBe(2_000 * ROW);
  });
});

describe('a panel without rows', () => {
  it('says that there are none yet', async () => {
    host.dataset.missions = [];
    const { panel } = start();
    await waitFor(() => expect(panel.dataset['state']).toBe('empty'));
    expect(within(panel).getByText('No mission yet')).toBeTruthy();
  });

  it('says that the first sync is under way', async () => {
    host.dataset.missions = [];
    host.setHealth({ sync: { ...host.health.sync, phase: 'first', lastSyncAtMs: null, received: 12_000 } });
    const { panel } = start();
    await waitFor(() => expect(within(panel).queryByText('First sync under way')).toBeTruthy());
    expect(within(panel).getByText(/12,000 rows received/)).toBeTruthy();
  });

  it('says why nothing was ever synced', async () => {
    host.dataset.missions = [];
    const fault = { code: 'server-not-vigie', message: '', sinceMs: 1 } as const;
    host.setHealth({
      server: { ...host.health.server, state: 'offline', fault },
      sync: { ...host.health.sync, phase: 'waiting', lastSyncAtMs: null },
    });
    const { panel } = start();
    await waitFor(() => expect(within(panel).queryByText('Nothing was synced yet')).toBeTruthy());
    expect(within(panel).getByText(/is not a Vigie server/)).toBeTruthy();
  });

  it('says what failed and what to do, and tries again', async () => {
    host.fail('missions.page', new RpcError('storage-corrupt', 'the database disk image is malformed'));
    const { panel } = start('fr');
    await waitFor(() => expect(panel.dataset['state']).toBe('error'));
    expect(within(panel).getByRole('alert').textContent).toContain('Les données locales sont endommagées.');
    expect(within(panel).getByText(/relit tout depuis le serveur/)).toBeTruthy();
    host.fail('missions.page', null);
    fireEvent.click(within(panel).getByRole('button', { name: 'Réessayer' }));
    await ready(panel);
  });

  it('takes a code that it does not know for an unexpected error', async () => {
    host.fail('missions.page', new RpcError('not-in-the-list', 'x'));
    const { panel } = start();
    await waitFor(() => expect(panel.dataset['state']).toBe('error'));
    expect(within(panel).getByText('The data host met an unexpected error.')).toBeTruthy();
  });
});

describe('a panel whose rows are old', () => {
  it('says when they were synced while the server is away, and no more when it is back', async () => {
    const { panel } = start();
    await ready(panel);
    expect(panel.dataset['offline']).toBe('false');
    const { server } = host.health;
    act(() => host.setHealth({ server: { ...server, state: 'offline' } }));
    await waitFor(() => expect(within(panel).getByTestId('stale-notice').textContent).toMatch(/synced at \d\d:\d\d/));
    expect(panel.dataset['offline']).toBe('true');
    expect(panel.dataset['state']).toBe('ready');
    act(() => host.setHealth({ server }));
    await waitFor(() => expect(within(panel).queryByTestId('stale-notice')).toBeNull());
  });

  it('keeps its rows when the data host is gone, and reads them again when it is back', async () => {
    const { panel, rows } = start();
    await ready(panel);
    act(() => scene.cut());
    await waitFor(() => expect(panel.dataset['offline']).toBe('true'));
    expect(rows()[0]?.textContent).toContain('M-1000000');
    const asked = host.asked('missions.page');
    await waitFor(() => expect(panel.dataset['offline']).toBe('false'));
    await waitFor(() => expect(host.asked('missions.page')).toBeGreaterThan(asked));
  });

  it('says that some rows could not be read, with the way to try again', async () => {
    const { panel, grid } = start();
    await ready(panel);
    host.fail('missions.page', new RpcError('storage-failed', 'x'));
    act(() => {
      grid().scrollTop = 3_000 * ROW;
      fireEvent.scroll(grid());
    });
    await waitFor(() => expect(within(panel).getByTestId('page-failure')).toBeTruthy());
    host.fail('missions.page', null);
    fireEvent.click(within(panel).getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(within(panel).queryByTestId('page-failure')).toBeNull());
    expect(within(panel).getByText('M-1003000')).toBeTruthy();
  });
});
