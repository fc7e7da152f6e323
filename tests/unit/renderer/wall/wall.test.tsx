import { act, screen as page, waitFor } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BillingCell } from '../../../../renderer/wall/cells/billing-cell.tsx';
import { VehiclesCell } from '../../../../renderer/wall/cells/vehicles-cell.tsx';
import { FocusBar } from '../../../../renderer/wall/focus/focus-bar.tsx';
import { createCameraHolder } from '../../../../renderer/wall/span/camera-holder.ts';
import { pictureOf, useSpanCamera } from '../../../../renderer/wall/span/use-span-camera.ts';
import { ScreenProvider, useThisScreen } from '../../../../renderer/wall/wall-context.tsx';
import { BILLING_CYCLE_STATES, FLEET_MAP, type Wall } from '../../../../shared/domain/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';
import { deskWith, shownDisplay, wallOn } from '../../../support/wall-fixtures.ts';

let host: MemoryHost;
let scenes: TestWindow[];
beforeAll(() => giveLayout(1_920, 1_080));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 30, missions: 40, billingCycles: 14 });
  scenes = [];
});
afterEach(() => {
  for (const scene of scenes) scene.dispose();
});

function show(content: Parameters<typeof renderWindow>[1]): TestWindow {
  const scene = renderWindow(host, content);
  scenes.push(scene);
  return scene;
}

const displays = [shownDisplay(1, 0), shownDisplay(2, 1_920)] as const;
const AREA = { longitude: 2, latitude: 48, zoom: 10, width: 3_840, height: 1_080 };
const spanned: Wall = (() => {
  const wall = wallOn('1', displays, 'Hall');
  const screens = wall.screens.map((one) => ({
    ...one,
    cells: one.cells.map((cell) => ({ ...cell, view: { ...FLEET_MAP, span: 'a' } })),
  }));
  return { ...wall, screens, spans: [{ id: 'a', area: AREA, gap: { across: 0, down: 0 } }] };
})();

describe('a screen of a wall', () => {
  const Name = () => {
    const { now, screen } = useThisScreen();
    return <p data-testid="name">{`${now === undefined ? '…' : (now?.arrangement?.name ?? 'none')} ${screen.id}`}</p>;
  };
  const text = () => page.getByTestId('name').textContent;

  it('is the one that its address names, and follows its arrangement', async () => {
    host.walls.save(spanned);
    show(() => (
      <ScreenProvider wall="1" screen="2">
        <Name />
      </ScreenProvider>
    ));
    await waitFor(() => expect(text()).toBe('Hall 2'));
    act(() => host.walls.save({ ...spanned, name: 'North hall' }));
    await waitFor(() => expect(text()).toBe('North hall 2'));
    act(() => host.walls.remove('1'));
    await waitFor(() => expect(text()).toBe('none 1'));
  });

  it('is the fleet on the whole of it where no wall is named', () => {
    show(() => (
      <ScreenProvider wall={null} screen={null}>
        <Name />
      </ScreenProvider>
    ));
    expect(text()).toBe('none 1');
  });

  it('keeps what it shows while the data host is away', async () => {
    host.walls.save(spanned);
    const scene = show(() => (
      <ScreenProvider wall="1" screen="1">
        <Name />
      </ScreenProvider>
    ));
    await waitFor(() => expect(text()).toBe('Hall 1'));
    act(() => scene.cut());
    await waitFor(() => expect(scene.connection.host.getState().state).not.toBe('lost'));
    expect(text()).toBe('Hall 1');
  });
});

describe('a picture over two screens', () => {
  const cameras = () => [createCameraHolder(), createCameraHolder()] as const;
  const view = { ...FLEET_MAP, span: 'a' };
  const PLACE = { x: 0, y: 0, width: 1_920, height: 1_080 };

  function Part({ camera }: { camera: ReturnType<typeof createCameraHolder> }) {
    const { isFoot } = useSpanCamera(view, PLACE, camera);
    return <i data-foot={isFoot} />;
  }
  function openBoth() {
    const both = cameras();
    for (const [index, camera] of both.entries()) {
      show(() => (
        <ScreenProvider wall="1" screen={String(index + 1)}>
          <Part camera={camera} />
        </ScreenProvider>
      ));
    }
    return both;
  }
  /** Degrees that one window is wide at a zoom. */
  const degreesWide = (zoom: number) => (1_920 / (512 * 2 ** zoom)) * 360;

  it('looks where the arrangement says, each window at its part, and goes as one where it is sent', async () => {
    host.walls.save(spanned);
    const [left, right] = openBoth();
    await waitFor(() => expect(left.current()?.zoom).toBe(10));
    await waitFor(() => expect(right.current()?.zoom).toBe(10));
    const apart = (right.current()?.longitude ?? 0) - (left.current()?.longitude ?? 0);
    expect(apart).toBeCloseTo(degreesWide(10), 9);
    expect(((right.current()?.longitude ?? 0) + (left.current()?.longitude ?? 0)) / 2).toBeCloseTo(2, 9);

    const camera = { longitude: 5, latitude: 45, zoom: 13 };
    act(() => host.walls.show('1', { kind: 'vehicle', id: '3', camera }));
    await waitFor(() => expect([left.current()?.zoom, right.current()?.zoom]).toEqual([13, 13]));
    // In the middle of a screen, not behind the frames between two.
    expect(left.current()?.longitude).toBeCloseTo(5, 9);
    expect(right.current()?.longitude).toBeCloseTo(5 + degreesWide(13), 9);
    act(() => host.walls.show('1', null));
    await waitFor(() => expect([left.current()?.zoom, right.current()?.zoom]).toEqual([10, 10]));
  });

  it('follows the camera that somebody moves, and a window that opens late finds it', async () => {
    host.walls.save(spanned);
    const [left, right] = openBoth();
    await waitFor(() => expect(right.current()?.zoom).toBe(10));
    act(() => host.walls.move('1', 'a', { longitude: 7, latitude: 44, zoom: 8 }));
    await waitFor(() => expect([left.current()?.zoom, right.current()?.zoom]).toEqual([8, 8]));
    const [late] = openBoth();
    await waitFor(() => expect(late.current()).toEqual(left.current()));
  });

  it('is as large as its displays are now, and stays as it is when one of its screens is in exile', () => {
    const [left, right] = displays;
    const picture = (second: { width: number; x: number; isHome: boolean }) => {
      const open = deskWith(
        [...displays],
        [
          ['1', '1', 1],
          ['1', '2', 2],
        ],
      ).open.map((one, index) =>
        index === 0
          ? one
          : { ...one, isHome: second.isHome, bounds: { ...right.bounds, x: second.x, width: second.width } },
      );
      return pictureOf(spanned, open, 'a').width;
    };
    expect(picture({ x: 1_920, width: 1_920, isHome: true })).toBe(left.bounds.width + right.bounds.width);
    expect(picture({ x: 1_920, width: 1_280, isHome: true })).toBe(left.bounds.width + 1_280);
    expect(picture({ x: 9_000, width: 1_280, isHome: false })).toBe(left.bounds.width + right.bounds.width);
  });

  it('has its sources on one screen only', async () => {
    host.walls.save(spanned);
    openBoth();
    await waitFor(() => {
      const feet = scenes.map(({ page: { container } }) => container.querySelector('i')?.dataset['foot']);
      expect(feet).toEqual(['false', 'true']);
    });
  });
});

describe('what the console sends', () => {
  it('is named and marked, and let go of', async () => {
    host.walls.save(spanned);
    const vehicle = host.dataset.vehicles[4];
    const scene = show(() => (
      <ScreenProvider wall="1" screen="1">
        <FocusBar />
      </ScreenProvider>
    ));
    await waitFor(() => expect(scene.connection.host.getState().state).toBe('open'));
    expect(page.queryByTestId('focus-bar')).toBeNull();
    await waitFor(() => expect(host.walls.now('1').arrangement).not.toBeNull());
    await act(async () => host.walls.show('1', { kind: 'vehicle', id: vehicle?.id ?? '', camera: null }));
    await waitFor(() => expect(page.getByTestId('focus-bar').textContent).toContain(`vehicle ${vehicle?.code}`));
    expect(scene.services.selection.state.getState().selected).toEqual({ panel: 'vehicles', id: vehicle?.id });
    act(() => host.walls.show('1', null));
    await waitFor(() => expect(page.queryByTestId('focus-bar')).toBeNull());
    expect(scene.services.selection.state.getState().selected).toBeNull();
  });
});

describe('the views for a wall', () => {
  it('count the billing cycles of each state, anew when one changes', async () => {
    show(() => <BillingCell />);
    const value = (state: string) =>
      page.getByTestId('billing-cell').querySelector<HTMLElement>(`[data-state="${state}"] [data-value]`)?.dataset[
        'value'
      ];
    const count = (state: string) => String(host.dataset.billingCycles.filter((row) => row.state === state).length);
    for (const state of BILLING_CYCLE_STATES) await waitFor(() => expect(value(state)).toBe(count(state)));
    const [first, ...rest] = host.dataset.billingCycles;
    if (first === undefined) throw new Error('there are billing cycles');
    host.dataset.billingCycles.splice(
      0,
      host.dataset.billingCycles.length,
      { ...first, state: 'transmitted' },
      ...rest.map((row) => ({ ...row, state: 'draft' as const })),
    );
    act(() => host.touch(['billing-cycle']));
    await waitFor(() => expect(value('draft')).toBe('13'));
    expect(value('transmitted')).toBe('1');
  });

  it('name the vehicles that are late or silent, and none that is heard', async () => {
    show(() => <VehiclesCell />);
    await waitFor(() => expect(page.getByTestId('vehicles-cell').dataset['total']).toBe('3'));
    const rows = [...page.getByTestId('vehicles-cell').querySelectorAll<HTMLElement>('tbody tr')];
    const quiet = host.dataset.vehicles.filter(({ slot }) => slot === 5 || slot === 7 || slot === 28);
    expect(new Set(rows.map(({ dataset }) => dataset['vehicle']))).toEqual(new Set(quiet.map(({ id }) => id)));
    expect(page.getByTestId('vehicles-cell').textContent).not.toContain('more');
  });
});
