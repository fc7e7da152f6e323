import { act, waitFor } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FleetBoard } from '../../../../renderer/supervision/index.ts';
import { NO_VEHICLES } from '../../../../renderer/workers/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

let host: MemoryHost;
let scene: TestWindow;
beforeAll(() => giveLayout(1_600, 632));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 12, missions: 60 });
});
afterEach(() => scene.dispose());

const value = (name: string) =>
  scene.page.container.querySelector<HTMLElement>(`[data-count="${name}"] [data-value]`)?.dataset['value'];
const part = (name: string) => scene.page.container.querySelector(`[data-count="${name}"]`);

describe('the fleet in large figures', () => {
  it('shows no figure that is not known yet', () => {
    scene = renderWindow(host, () => <FleetBoard />);
    expect(part('total')?.textContent).toBe('Vehicles–');
    expect(part('done')?.textContent).toBe('Done today–');
    expect(scene.page.getByTestId('fleet-board').textContent).toContain('Not live');
  });

  it('counts vehicles from the stream and missions from the cache, in colour where they are abnormal', async () => {
    scene = renderWindow(host, () => <FleetBoard />);
    const nowMs = Date.now();
    act(() => {
      scene.worker.say({
        ...{ type: 'state', state: 'live', sinceMs: nowMs, fault: null },
        repairs: { gaps: 0, malformed: 0, reconnections: 0 },
      });
      scene.worker.say({
        ...{
          type: 'fleet',
          records: new ArrayBuffer(0),
          count: 0,
          visible: [],
          epochMs: nowMs,
          streamId: 7,
          sequence: 1,
        },
        counts: { ...NO_VEHICLES, total: 12, heard: 9, late: 2, silent: 1, suspect: 0, moving: 5 },
        shown: null,
        ...{ serverTimeMs: nowMs, receivedAtMs: nowMs, timeScale: 1 },
      });
    });
    expect(['total', 'heard', 'moving', 'late', 'silent', 'suspect'].map(value)).toEqual([
      '12',
      '9',
      '5',
      '2',
      '1',
      '0',
    ]);
    expect(part('late')?.className).toContain('fleet-figure--late');
    expect(part('suspect')?.className).toContain('fleet-figure--plain');
    expect(scene.page.getByTestId('fleet-board').textContent).not.toContain('Not live');
    // Frames still come, but the feed behind them has fallen silent: these vehicles do not move any more.
    const { feed } = host.health;
    if (feed === null) throw new Error('the host tells of no feed');
    act(() => host.setHealth({ feed: { ...feed, state: 'silent' } }));
    await waitFor(() => expect(scene.page.getByTestId('fleet-board').textContent).toContain('Not live'));
    act(() => host.setHealth({ feed }));
    await waitFor(() => expect(scene.page.getByTestId('fleet-board').textContent).not.toContain('Not live'));
    const running = host.dataset.missions.filter(({ status }) => status === 'in-progress').length;
    await waitFor(() => expect(value('running')).toBe(String(running)));
  });

  it('counts the missions anew when one changes', async () => {
    scene = renderWindow(host, () => <FleetBoard />);
    await waitFor(() => expect(Number(value('running'))).toBeGreaterThan(0));
    host.dataset.missions = host.dataset.missions.map((mission) => ({ ...mission, status: 'completed' as const }));
    act(() => host.touch(['mission']));
    await waitFor(() => expect(value('running')).toBe('0'));
  });
});
