import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createVehicleListModel,
  FleetFilterBar,
  type VehicleListModel,
  VehiclePanel,
} from '../../../../renderer/supervision/index.ts';
import { Legend } from '../../../../renderer/supervision/legend/index.ts';
import { NO_VEHICLES } from '../../../../renderer/workers/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

let host: MemoryHost;
let scene: TestWindow;
let model: VehicleListModel | undefined;

beforeAll(() => giveLayout(1_600, 632));
beforeEach(() => {
  localStorage.clear();
  model = undefined;
  host = createMemoryHost({ vehicles: 60, missions: 20 });
});
afterEach(() => {
  model?.dispose();
  scene.dispose();
});

const countsOf = (total: number) => ({ ...NO_VEHICLES, total });
const say = (shown: number | null) =>
  act(() => scene.worker.say({ type: 'counts', counts: countsOf(60), shown: shown === null ? null : countsOf(shown) }));

describe('the filter of the fleet', () => {
  it('filters the list, says how many are shown all the while, and is taken off by its chip', async () => {
    scene = renderWindow(host, ({ connection, clock }) => {
      model = createVehicleListModel(connection, clock);
      return (
        <>
          <FleetFilterBar />
          <VehiclePanel model={model} />
        </>
      );
    });
    const { page } = scene;
    const list = () => page.getByTestId('vehicle-list');
    await waitFor(() => expect(list().dataset['total']).toBe('60'));
    expect(page.queryByTestId('filter-chip')).toBeNull();
    fireEvent.click(page.getByTestId('filter-open'));
    const form = await page.findByTestId('filter');
    fireEvent.click(within(form).getByRole('radio', { name: 'In progress' }));
    const lyon = host.dataset.vehicles.filter(({ depot }) => depot === 'Lyon');
    expect(lyon.length).toBeGreaterThan(0);
    fireEvent.click(within(form).getByRole('radio', { name: 'With or without' }));
    fireEvent.click(await within(form).findByRole('option', { name: /Lyon/ }));
    await waitFor(() => expect(list().dataset['total']).toBe(String(lyon.length)));
    // The data host has not said yet which vehicles of the map they are.
    expect(page.getAllByTestId('filter-chip')[0]?.textContent).toContain('… of 0 shown');
    say(lyon.length);
    expect(page.getAllByTestId('filter-chip')[0]?.textContent).toContain(`${lyon.length} of 60 shown`);
    fireEvent.click(within(form).getByRole('button', { name: 'Show all' }));
    await waitFor(() => expect(list().dataset['total']).toBe('60'));
    expect(page.queryByTestId('filter-chip')).toBeNull();
  });
});

describe('the legend', () => {
  it('says the ages that hold, takes new ones, and refuses those that make no sense', async () => {
    scene = renderWindow(host, () => <Legend />);
    const { page } = scene;
    const late = () => page.getByLabelText('Late after');
    expect(page.getByText('Late: no news for 1 min')).toBeTruthy();
    fireEvent.change(late(), { target: { value: '10 min' } });
    fireEvent.click(page.getByRole('button', { name: 'Use these ages' }));
    await waitFor(() => expect(page.getByRole('alert').textContent).toContain('silent after late'));
    expect(scene.services.preferences.state.getState().ages.lateMs).toBe(60_000);
    fireEvent.change(late(), { target: { value: '90 s' } });
    fireEvent.click(page.getByRole('button', { name: 'Use these ages' }));
    await waitFor(() => expect(page.getByText('Late: no news for 90 s')).toBeTruthy());
    expect(page.getByRole('alert').textContent).toBe('');
    expect(JSON.parse(localStorage.getItem('vigie.preferences') ?? '{}')).toMatchObject({
      values: { ages: { lateMs: 90_000, silentMs: 300_000 } },
    });
  });
});
