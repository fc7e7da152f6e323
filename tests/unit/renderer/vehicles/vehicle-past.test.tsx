import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { VehicleDetail } from '../../../../renderer/supervision/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

const MINUTE = 60_000;
const onShowMissions = vi.fn();
let host: MemoryHost;
let scene: TestWindow;

beforeAll(() => giveLayout(900, 632));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 3, missions: 0 });
});
afterEach(() => scene.dispose());

async function show(language: 'fr' | 'en' = 'en') {
  scene = renderWindow(host, () => <VehicleDetail id="1" onShowMissions={onShowMissions} />, language);
  const detail = scene.page.getByTestId('detail');
  await waitFor(() => expect(detail.dataset['state']).toBe('ready'));
  return { detail, part: (name: string) => within(detail).findByRole('region', { name }) };
}

/** One mission that is late to end, one that is late to begin and one to come, all of vehicle 1. */
function giveMissions(): void {
  const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE - 5_000).toISOString();
  const [mission] = createMemoryHost({ vehicles: 3, missions: 1 }).dataset.missions;
  if (mission === undefined) throw new Error('the data set has no mission');
  const of = (id: string, status: 'planned' | 'in-progress', from: number, to: number) => ({
    ...mission,
    ...{ id, reference: `R-${id}`, status, vehicleId: '1', plannedStartAt: at(from), plannedEndAt: at(to) },
    ...{ actualStartAt: status === 'planned' ? null : at(from), actualEndAt: null, destinationAddress: `Quai ${id}` },
  });
  host.dataset.missions = [of('1', 'in-progress', -50, -12), of('2', 'planned', -7, 30), of('3', 'planned', 45, 90)];
}

describe('the drawer of a vehicle', () => {
  it('shows the speeds of the last hour as a curve, and says the same in words', async () => {
    const { part } = await show();
    const speed = await part('Speed over the last hour');
    const chart = await within(speed).findByRole('img');
    expect(chart.getAttribute('aria-label')).toMatch(
      /^Speed over the last hour\. Highest \d+\u202fkm\/h, \d+\u202fkm\/h on average\. It stood for \d+\u202fmin\.$/,
    );
    expect(speed.textContent).toContain('on average. It stood for');
    // A break where the fix was not believed, and a mark under it.
    expect(chart.querySelectorAll('.time-chart__line').length).toBeGreaterThan(1);
    expect(chart.querySelectorAll('.time-chart__mark')).toHaveLength(1);
  });

  it('shows the last messages, and why one was not believed', async () => {
    const { part } = await show();
    const messages = await part('Last messages');
    expect(within(messages).getAllByRole('row')).toHaveLength(9);
    scene.dispose();
    const french = await show('fr');
    const rows = within(await french.part('Derniers messages')).getAllByRole('row');
    expect(rows[1]?.textContent).toMatch(/^\d\d:\d\d:\d\d45,?\.?\d+, 4/);
  });

  it('has the plan of its mission and how late it is, and leads to those that follow', async () => {
    giveMissions();
    const { part } = await show();
    const current = await part('Current mission');
    expect(current.textContent).toContain('R-1');
    expect(within(current).getByTestId('mission-late').textContent).toBe('+12\u202fmin');
    const next = await part('Next missions');
    const names = () =>
      within(next)
        .getAllByRole('button')
        .map(({ textContent }) => textContent);
    await waitFor(() => expect(names()).toHaveLength(2));
    expect(names()[0]).toMatch(/Quai 2\+7\u202fmin$/);
    expect(names()[1]).toMatch(/Quai 3$/);
    fireEvent.click(within(next).getAllByRole('button')[1] as HTMLElement);
    expect(scene.services.selection.state.getState().selected).toEqual({ panel: 'missions', id: '3' });
  });

  it('shows how punctual it was, in colour where it was five minutes late', async () => {
    giveMissions();
    const { part } = await show();
    const punctuality = await part('Punctuality over the last hour');
    const chart = await within(punctuality).findByRole('img');
    expect(chart.getAttribute('aria-label')).toMatch(
      /At most 1[12]\u202fmin late; less than five minutes for \d+.?% of/,
    );
    expect(chart.querySelector('.time-chart__line--abnormal')).not.toBeNull();
  });

  it('says what it cannot show without the server, keeps what the cache has, and comes back when asked', async () => {
    giveMissions();
    host.fail('vehicles.track', new RpcError('server-unreachable', 'no network'));
    const { detail, part } = await show();
    const fault = await within(detail).findByTestId('track-fault');
    expect(fault.dataset['code']).toBe('server-unreachable');
    expect(fault.textContent).toContain('they cannot be shown now. The server cannot be reached');
    expect((await part('Next missions')).textContent).toContain('Quai 3');
    host.fail('vehicles.track', null);
    fireEvent.click(within(fault).getByRole('button', { name: 'Try again' }));
    await part('Last messages');
  });

  it('says so of a vehicle that was not heard, has no mission and none to come', async () => {
    const { detail } = await show();
    await waitFor(() => expect(detail.textContent).toContain('It was on no mission in the last hour.'));
    expect(detail.textContent).toContain('None is planned.');
  });

  it('leads to the list of all its missions', async () => {
    const { detail } = await show();
    fireEvent.click(within(detail).getByRole('button', { name: 'Show its missions' }));
    const code = host.dataset.vehicles[0]?.code;
    expect(onShowMissions).toHaveBeenCalledWith({ by: 'vehicleId', id: '1', label: code });
  });

  it('reads the missions again when one changes', async () => {
    const { part } = await show();
    const next = await part('Next missions');
    giveMissions();
    act(() => host.touch(['mission']));
    await waitFor(() => expect(next.textContent).toContain('Quai 3'));
  });
});
