import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createVehicleListModel,
  FleetSummary,
  VehicleDetail,
  type VehicleListModel,
  VehiclePanel,
} from '../../../../renderer/supervision/index.ts';
import { NO_VEHICLES } from '../../../../renderer/workers/index.ts';
import { FleetTable } from '../../../../shared/api/index.ts';
import { POSITION_FLAGS, type PositionRecord } from '../../../../shared/domain/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

const STREAM = 7;
let host: MemoryHost;
let scene: TestWindow;
let model: VehicleListModel;

beforeAll(() => giveLayout(1_600, 632));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 6, missions: 120 }, Date.now(), STREAM);
});
afterEach(() => {
  model?.dispose();
  scene.dispose();
});

/** Says a frame of the worker: one record a slot, each `ageMs` old. */
function sayFrame(records: (Partial<PositionRecord> & { ageMs: number })[], streamId = STREAM): void {
  const nowMs = Date.now();
  const table = new FleetTable({ streamId, epochMs: nowMs - 3_600_000 });
  for (const [slot, { ageMs, ...record }] of records.entries()) {
    const standing = { longitude: 4.8, latitude: 45.7, velocityEast: 0, velocityNorth: 0, headingDegrees: 90 };
    const known = { ...standing, state: 2, flags: POSITION_FLAGS.hasHeading, kind: 0 };
    table.write(slot, { ...known, ...record, observedAtMs: nowMs - ageMs });
  }
  act(() => {
    scene.worker.say({ type: 'state', state: 'live', sinceMs: nowMs, fault: null, repairs: NO_REPAIRS });
    scene.worker.say({
      type: 'fleet',
      visible: [],
      records: table.records.slice().buffer,
      count: records.length,
      epochMs: table.epochMs,
      counts: { ...NO_VEHICLES, total: records.length, heard: 1, late: 1, silent: 1, suspect: 0 },
      shown: null,
      streamId,
      sequence: 1,
      serverTimeMs: nowMs,
      receivedAtMs: performance.timeOrigin + performance.now(),
      timeScale: 1,
    });
  });
}
/** The live cells follow the fleet once a second. */
const beat = (check: () => void) => waitFor(check);
const NO_REPAIRS = { gaps: 0, malformed: 0, reconnections: 0 };
const AGES = [
  { ageMs: 3_000, velocityEast: 3, velocityNorth: 4 },
  { ageMs: 125_000, velocityEast: 10 },
  { ageMs: 1_800_000 },
  { ageMs: 2_000, flags: POSITION_FLAGS.suspect },
  { ageMs: 1_000, flags: POSITION_FLAGS.hidden },
];

async function showPanel() {
  scene = renderWindow(host, ({ connection, clock }) => {
    model ??= createVehicleListModel(connection, clock);
    return (
      <>
        <FleetSummary />
        <VehiclePanel model={model} />
      </>
    );
  });
  const panel = scene.page.getByTestId('vehicle-list');
  await waitFor(() => expect(panel.dataset['state']).toBe('ready'));
  const row = (id: number) => {
    const code = host.dataset.vehicles[id]?.code ?? '';
    const found = within(panel)
      .getAllByRole('row')
      .find(({ textContent }) => textContent.includes(code));
    if (found === undefined) throw new Error(`no row of ${code}`);
    return found;
  };
  return { panel, row };
}

describe('the list of vehicles', () => {
  beforeEach(() => {
    model = undefined as unknown as VehicleListModel;
  });

  it('says that a vehicle was never heard until a frame says otherwise', async () => {
    const { row } = await showPanel();
    expect(within(row(0)).getByRole('img').getAttribute('aria-label')).toBe('Never heard');
    sayFrame(AGES);
    await beat(() => expect(within(row(0)).getByRole('img').getAttribute('aria-label')).toBe('Heard lately'));
  });

  it('shows age, speed and state of what is heard, and fades or leaves out what is not known any more', async () => {
    const { row } = await showPanel();
    sayFrame(AGES);
    const mark = (id: number) => within(row(id)).getByRole('img').getAttribute('aria-label');
    await beat(() =>
      expect([0, 1, 2, 3, 4].map(mark)).toEqual(['Heard lately', 'Late', 'Silent', 'Suspect', 'Never heard']),
    );
    expect(row(0).textContent).toContain('18\u202fkm/h');
    expect(row(0).textContent).toMatch(/[3-5]\u202fs$/);
    expect(row(1).textContent).toContain('36\u202fkm/h');
    expect(row(1).querySelector('.live--stale')?.textContent).toBe('On mission');
    expect(row(1).textContent).toMatch(/2\u202fmin$/);
    expect(row(2).textContent).not.toContain('km/h');
    expect(row(2).textContent).toMatch(/30\u202fmin$/);
  });

  it('grows older each second without a frame', async () => {
    const { row } = await showPanel();
    sayFrame([{ ageMs: 10_000 }]);
    await beat(() => expect(row(0).textContent).toMatch(/1\d\u202fs$/));
    const before = row(0).textContent;
    await waitFor(() => expect(row(0).textContent).not.toBe(before));
  });

  it('does not show as present what a stream that is silent said', async () => {
    const { row } = await showPanel();
    sayFrame(AGES);
    await beat(() => expect(row(0).textContent).toContain('km/h'));
    expect(row(0).querySelector('.live--stale')).toBeNull();
    act(() =>
      scene.worker.say({ type: 'state', state: 'silent', sinceMs: Date.now(), fault: null, repairs: NO_REPAIRS }),
    );
    expect(row(0).querySelectorAll('.live--stale')).toHaveLength(2);
  });

  it('does not take the slots of another stream for its vehicles', async () => {
    const { row } = await showPanel();
    sayFrame(AGES, STREAM + 1);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(within(row(0)).getByRole('img').getAttribute('aria-label')).toBe('Never heard');
  });

  it('has its counts beside it, in colour only where they are not nought', async () => {
    await showPanel();
    sayFrame(AGES);
    const count = (name: string) => scene.page.container.querySelector(`[data-count="${name}"]`);
    expect(scene.page.getByTestId('vehicle-count').dataset['value']).toBe('5');
    expect(count('late')?.className).toContain('fleet-count--late');
    expect(count('suspect')?.className).toBe('fleet-count');
  });

  it('lets no vehicle jump away from under the pointer: the newer order waits', async () => {
    const { panel } = await showPanel();
    const shown = () =>
      within(panel)
        .getAllByRole('row')
        .slice(1)
        .map(({ textContent }) => /[A-Z]+-\d+/.exec(textContent)?.[0]);
    const before = shown();
    fireEvent.pointerOver(within(panel).getByRole('grid'));
    // The first vehicle is given the code that sorts last.
    host.dataset.vehicles = host.dataset.vehicles.map((row) =>
      row.code === before[0] ? { ...row, code: 'ZZZ-9' } : row,
    );
    act(() => host.touch(['vehicle']));
    await waitFor(() => expect(within(panel).getByTestId('order-waits').dataset['waiting']).toBe('true'));
    expect(shown()).toEqual(['ZZZ-9', ...before.slice(1)]);
    fireEvent.pointerOut(within(panel).getByRole('grid'));
    await waitFor(() => expect(shown()).toEqual([...before.slice(1), 'ZZZ-9']));
    expect(within(panel).queryByRole('button', { name: /Newer order/ })).toBeNull();
  });

  it('takes the newer order at its key, though the focus is in the list', async () => {
    const { panel } = await showPanel();
    const first = () => within(panel).getAllByRole('row')[1]?.textContent ?? '';
    const grid = within(panel).getByRole('grid');
    act(() => grid.focus());
    host.dataset.vehicles = host.dataset.vehicles.map((row) => ({ ...row, code: `Q-${9 - Number(row.id)}` }));
    act(() => host.touch(['vehicle']));
    await waitFor(() => expect(within(panel).getByTestId('order-waits').dataset['waiting']).toBe('true'));
    fireEvent.keyDown(grid, { key: 'r', code: 'KeyR' });
    await waitFor(() => expect(first()).toContain('Q-3'));
    expect(document.activeElement).toBe(grid);
  });

  it('asks for an order that vehicles change by moving again and again', async () => {
    const { panel } = await showPanel();
    fireEvent.click(within(panel).getByRole('button', { name: /Age/ }));
    const asked = host.asked('vehicles.page');
    await waitFor(() => expect(host.asked('vehicles.page')).toBeGreaterThan(asked + 1));
  });
});

describe('the detail of a vehicle', () => {
  const show = async (id: string) => {
    scene = renderWindow(host, () => <VehicleDetail id={id} />);
    const detail = scene.page.getByTestId('detail');
    await waitFor(() => expect(detail.dataset['state']).not.toBe('loading'));
    return detail;
  };

  it('says how old its news is, and marks its place for the map', async () => {
    const detail = await show('2');
    sayFrame(AGES);
    await beat(() => expect(within(detail).getByTestId('vehicle-news').dataset['state']).toBe('late'));
    expect(within(detail).getByTestId('vehicle-news').textContent).toMatch(/^Late: last heard 2\u202fmin ago, at /);
    expect(scene.services.selection.state.getState().slotOf).toEqual({ streamId: STREAM, slot: 1 });
  });

  it('says that it is gone when it is', async () => {
    const detail = await show('999');
    expect(detail.dataset['state']).toBe('error');
    expect(detail.textContent).toContain('This record is no longer there.');
  });

  it('leads to the mission that it is on', async () => {
    const mission = host.dataset.missions.find(({ status }) => status === 'in-progress');
    const detail = await show(mission?.vehicleId ?? '');
    fireEvent.click(within(detail).getByRole('button', { name: `Show mission ${mission?.reference ?? ''}` }));
    expect(scene.services.selection.state.getState()).toMatchObject({
      panel: 'missions',
      selected: { panel: 'missions', id: mission?.id },
    });
  });

  it('keeps what it shows when it cannot be read again', async () => {
    const detail = await show('1');
    const title = within(detail).getByRole('heading').textContent;
    act(() => scene.cut());
    await waitFor(() => expect(scene.connection.host.getState().state).toBe('lost'));
    expect(within(detail).getByRole('heading').textContent).toBe(title);
  });
});
