import { cleanup, fireEvent, screen, waitFor, within } from '../../../../support/renderer/library.ts';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createGroundStore,
  GroundProvider,
  type GroundStore,
  GroundTools,
} from '../../../../../renderer/ground/index.ts';
import type { GeofenceRow } from '../../../../../shared/contract/index.ts';
import { type LngLat, polygonOf } from '../../../../../shared/domain/index.ts';
import { createMemoryHost } from '../../../../support/memory-host/memory-host.ts';
import { renderWindow, type TestWindow } from '../../../../support/renderer/render-window.tsx';

let shown: TestWindow | undefined;
afterEach(() => {
  cleanup();
  shown?.dispose();
  shown = undefined;
});

const corners: LngLat[] = [
  [2, 48],
  [2.1, 48],
  [2.1, 48.1],
];
const fence = (n: number, name: string): GeofenceRow => ({
  ...{ id: `01980000-0000-7000-8000-00000000000${n}`, name, kind: 'depot', geometry: polygonOf(corners) },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', unsent: null },
});

async function show(rows: GeofenceRow[] = []) {
  const host = createMemoryHost({ vehicles: 1, missions: 1 });
  host.dataset.geofences = rows;
  let store: GroundStore | undefined;
  shown = renderWindow(host, ({ connection, clock }) => {
    store ??= createGroundStore(connection, clock);
    return (
      <GroundProvider store={store}>
        <GroundTools />
      </GroundProvider>
    );
  });
  fireEvent.click(screen.getByRole('button', { name: 'Map and layers' }));
  await screen.findByRole('button', { name: 'Draw a polygon' });
  if (store === undefined) throw new Error('the ground was not made');
  return { host, fences: store.fences };
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
function type(label: string, text: string): void {
  const field = screen.getByRole('textbox', { name: label });
  fireEvent.change(field, { target: { value: text } });
  fireEvent.keyDown(field, { key: 'Enter' });
}
const state = () => screen.getByTestId('fence-state').textContent;

describe('a geofence that is typed, without a pointer', () => {
  it('is a polygon, judged with each corner, kept and listed', async () => {
    const { host } = await show();
    press('Draw a polygon');
    expect(state()).toBe('A polygon has three corners at least.');
    type('Name', 'Dépôt nord');
    type('Add a corner', '48, 2');
    type('Add a corner', '48, 2.1');
    type('Add a corner', '48.1 N 2.1 E');
    expect(state()).toMatch(/^Area 41\.\d\skm²$/);
    type('Add a corner', '48, 2.05');
    expect(state()).toBe('The outline crosses itself. Move or remove a corner.');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
    press('Remove corner 4');
    press('Save');
    await waitFor(() => expect(host.dataset.geofences).toHaveLength(1));
    expect(host.dataset.geofences[0]).toMatchObject({ name: 'Dépôt nord', kind: 'zone', geometry: polygonOf(corners) });
    await screen.findByText('Dépôt nord');
  });

  it('is a circle', async () => {
    const { host } = await show();
    press('Draw a circle');
    type('Name', 'Gare');
    type('Centre: latitude, longitude', '45.76, 4.86');
    expect(state()).toBe('Give the circle a radius.');
    type('Radius', '0');
    expect(screen.getByText(/A radius is a number of metres/)).toBeDefined();
    type('Radius', '1 250');
    expect(state()).toMatch(/^Area 4\.91\skm²$/);
    press('Save');
    await waitFor(() =>
      expect(host.dataset.geofences[0]?.geometry).toEqual({
        type: 'Circle',
        center: [4.86, 45.76],
        radiusMetres: 1_250,
      }),
    );
  });

  it('says what is no place, and keeps what was typed', async () => {
    await show();
    press('Draw a polygon');
    type('Add a corner', 'Lyon');
    expect(screen.getByText(/A place is two numbers in degrees/)).toBeDefined();
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Add a corner' }).value).toBe('Lyon');
  });
});

describe('a geofence that is there', () => {
  it('is found by the words of its name, changed, and undone', async () => {
    const { host } = await show([fence(1, 'Dépôt nord'), { ...fence(2, 'Gare'), unsent: 'queued' }]);
    await screen.findByText('Gare');
    // What is not on the server has its mark.
    expect(document.querySelector('[data-unsent=queued]')).not.toBeNull();
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search geofences' }), { target: { value: 'depot' } });
    expect(screen.queryByText('Gare')).toBeNull();
    press('Edit Dépôt nord');
    type('Corner 1', '47.9, 2');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Corner 1' }).value).toBe('47.9, 2');
    press('Undo');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Corner 1' }).value).toBe('48, 2');
    type('Corner 1', '47.8, 2');
    press('Save');
    await waitFor(() =>
      expect(host.dataset.geofences[0]?.geometry).toEqual(polygonOf([[2, 47.8], ...corners.slice(1)])),
    );
  });

  it('is left as it was with Escape', async () => {
    const { host, fences } = await show([fence(1, 'Gare')]);
    fireEvent.click(await screen.findByRole('button', { name: 'Edit Gare' }));
    type('Corner 1', '47.9, 2');
    fireEvent.keyDown(document.body, { key: 'Escape' });
    await screen.findByRole('button', { name: 'Draw a polygon' });
    expect(fences.state.getState().draft).toBeNull();
    expect(host.asked('edits.patch')).toBe(0);
  });

  it('is given up with the panel: nobody could end it any more', async () => {
    const { fences } = await show([fence(1, 'Gare')]);
    fireEvent.click(await screen.findByRole('button', { name: 'Edit Gare' }));
    expect(fences.state.getState().draft).not.toBeNull();
    press('Close map and layers');
    await waitFor(() => expect(fences.state.getState().draft).toBeNull());
  });

  it('loses the corner that is selected with Delete', async () => {
    const { fences } = await show([{ ...fence(1, 'Gare'), geometry: polygonOf([...corners, [2, 48.1]]) }]);
    fireEvent.click(await screen.findByRole('button', { name: 'Edit Gare' }));
    fences.change({ type: 'select', index: 1 });
    fireEvent.keyDown(document.body, { key: 'Delete' });
    await waitFor(() =>
      expect(fences.state.getState().draft?.outline).toMatchObject({ corners: [corners[0], corners[2], [2, 48.1]] }),
    );
  });

  it('that somebody else has changed meanwhile is not overwritten: it is said', async () => {
    const { host } = await show([fence(1, 'Gare')]);
    fireEvent.click(await screen.findByRole('button', { name: 'Edit Gare' }));
    host.dataset.geofences = [
      {
        ...fence(1, 'Gare'),
        geometry: polygonOf([
          [5, 5],
          [6, 5],
          [6, 6],
        ]),
      },
    ];
    host.touch(['geofence']);
    type('Corner 1', '47.9, 2');
    press('Save');
    expect(await screen.findByText(/Somebody else has changed this geofence/)).toBeDefined();
    expect(host.dataset.geofences[0]?.geometry).toEqual(
      polygonOf([
        [5, 5],
        [6, 5],
        [6, 6],
      ]),
    );
  });

  it('is removed once that is confirmed', async () => {
    const { host } = await show([fence(1, 'Gare')]);
    fireEvent.click(await screen.findByRole('button', { name: 'Remove Gare' }));
    const question = await screen.findByTestId('confirm');
    expect(question.textContent).toContain('removed for all operators');
    fireEvent.click(within(question).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(host.dataset.geofences).toEqual([]));
    await waitFor(() => expect(screen.getByText(/None yet. What you draw here/)).toBeDefined());
  });
});
