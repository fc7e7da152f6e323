import { act, fireEvent, screen as page, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WallTools } from '../../../../renderer/wall-editor/index.ts';
import type { DeskOrder } from '../../../../shared/contract/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';
import { deskWith, shownDisplay, wallOn } from '../../../support/wall-fixtures.ts';

const displays = [shownDisplay(1, 0), shownDisplay(2, 1_920)];
const [first, second] = displays as [(typeof displays)[0], (typeof displays)[0]];
let host: MemoryHost;
let orders: DeskOrder[];
let scene: TestWindow;

beforeAll(() => giveLayout(1_600, 900));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 12, missions: 20 });
  orders = [];
  host.walls.onOrder((order) => orders.push(order));
});
afterEach(() => scene.dispose());

const walls = () => host.walls.list().walls;
const button = (name: string | RegExp) => page.getByRole('button', { name });
async function openEditor(): Promise<HTMLElement> {
  scene = renderWindow(host, () => <WallTools />);
  await waitFor(() => expect(button('Walls')).toBeTruthy());
  fireEvent.keyDown(document.body, { key: 'w' });
  return page.findByTestId('wall-editor');
}

describe('the editor of walls', () => {
  it('makes a wall, uses another display, and keeps each change', async () => {
    host.walls.hear(deskWith(displays, []));
    const editor = await openEditor();
    fireEvent.click((await within(editor).findAllByRole('button', { name: 'New wall' }))[0] as HTMLElement);
    await waitFor(() => expect(walls()).toMatchObject([{ name: 'Wall', screens: [{ display: { id: 2 } }] }]));
    fireEvent.click(await page.findByRole('button', { name: /^Display 1/ }));
    fireEvent.click(button('Use this display'));
    await waitFor(() => expect(walls()[0]?.screens.map(({ display }) => display.id)).toEqual([2, 1]));
    fireEvent.click(button('One map over all screens'));
    await waitFor(() => expect(walls()[0]?.spans).toHaveLength(1));
    const name = within(editor).getByRole('textbox', { name: 'Name' });
    fireEvent.change(name, { target: { value: '  North hall ' } });
    fireEvent.blur(name);
    await waitFor(() => expect(walls()[0]?.name).toBe('North hall'));
    fireEvent.click(button('Duplicate'));
    await waitFor(() => expect(walls().map((wall) => wall.name)).toEqual(['North hall', 'North hall 2']));
    fireEvent.click(button('Remove'));
    fireEvent.click(within(await page.findByTestId('confirm')).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(walls().map((wall) => wall.name)).toEqual(['North hall']));
  });

  it('opens a wall, says that it is open, and shows the numbers of the displays', async () => {
    host.walls.save(wallOn('1', [second]));
    host.walls.hear(deskWith(displays, []));
    const editor = await openEditor();
    fireEvent.click(await within(editor).findByRole('button', { name: 'Open the wall' }));
    await waitFor(() =>
      expect(orders).toMatchObject([{ type: 'open-screens', wall: '1', screens: [{ display: { id: 2 } }] }]),
    );
    act(() => host.walls.hear(deskWith(displays, [['1', '1', 2]])));
    fireEvent.click(await within(editor).findByRole('button', { name: 'Close the wall' }));
    await waitFor(() => expect(orders.at(-1)).toEqual({ type: 'open-screens', wall: '1', screens: [] }));
    fireEvent.click(button('Show the numbers on the displays'));
    await waitFor(() => expect(orders.at(-1)).toEqual({ type: 'identify-displays' }));
  });

  it('shows a display that is unplugged as away, and takes it back', async () => {
    host.walls.save(wallOn('1', [first, second]));
    host.walls.hear(deskWith(displays, []));
    await openEditor();
    await waitFor(() => expect(button(/^Display 2/)).toBeTruthy());
    act(() => host.walls.hear(deskWith([first], [])));
    await waitFor(() => expect(button(/^Screen 2, its display is away/)).toBeTruthy());
    act(() => host.walls.hear(deskWith(displays, [])));
    await waitFor(() => expect(button(/^Display 2/)).toBeTruthy());
  });

  it('says in a browser what it cannot do, and offers tabs', async () => {
    host.walls.save(wallOn('1', [first]));
    const editor = await openEditor();
    await waitFor(() => expect(editor.textContent).toContain('A browser cannot open windows on displays.'));
    expect(within(editor).queryByRole('button', { name: 'Open the wall' })).toBeNull();
    expect(button('Open in a tab')).toBeTruthy();
    fireEvent.click(button('Add a screen'));
    await waitFor(() => expect(walls()[0]?.screens).toHaveLength(2));
  });

  it('says why a change was not kept', async () => {
    host.walls.save(wallOn('1', [first]));
    host.walls.hear(deskWith(displays, []));
    const editor = await openEditor();
    await waitFor(() => expect(button('Duplicate')).toBeTruthy());
    act(() => scene.cut());
    fireEvent.click(button('Duplicate'));
    expect((await within(editor).findByRole('alert')).textContent).toContain('The connection to the data host is cut.');
  });
});

describe('what is sent to a wall', () => {
  it('is the vehicle that is selected, with one key; a wall that is not open is no target', async () => {
    host.walls.save(wallOn('1', [second], 'North hall'));
    host.walls.hear(deskWith(displays, []));
    scene = renderWindow(host, () => <WallTools />);
    await waitFor(() => expect(button('Walls')).toBeTruthy());
    expect(page.queryByRole('button', { name: 'Send to wall' })).toBeNull();
    act(() => host.walls.hear(deskWith(displays, [['1', '1', 2]])));
    await waitFor(() => expect(button('Send to wall')).toBeTruthy());
    act(() => scene.services.selection.select({ panel: 'vehicles', id: '7' }));
    fireEvent.keyDown(document.body, { key: 's' });
    await waitFor(() => expect(host.walls.now('1').focus).toEqual({ kind: 'vehicle', id: '7', camera: null }));
    expect((await page.findByTestId('sent-to-wall')).textContent).toBe('Shown on North hall.');
  });

  it('is followed by itself where the wall is linked, until nothing is selected', async () => {
    host.walls.save({ ...wallOn('1', [second]), linked: true });
    host.walls.save(wallOn('2', [first]));
    scene = renderWindow(host, () => <WallTools />);
    await waitFor(() => expect(button('Send to wall')).toBeTruthy());
    act(() => scene.services.selection.select({ panel: 'missions', id: 'm1' }));
    await waitFor(() => expect(host.walls.now('1').focus).toMatchObject({ kind: 'mission', id: 'm1' }));
    expect(host.walls.now('2').focus).toBeNull();
    act(() => scene.services.selection.select({ panel: 'third-parties', id: 'p1' }));
    await waitFor(() => expect(host.walls.now('1').focus).toBeNull());
  });
});

describe('the part of the map that the console shows', () => {
  it('is read from the map as it looks now', async () => {
    const { mapInView } = await import('../../../../renderer/wall-editor/map-in-view.ts');
    scene = renderWindow(host, () => null);
    const frame = document.createElement('div');
    expect(mapInView(frame)).toBeUndefined();
    const map = document.createElement('div');
    map.setAttribute('data-testid', 'map');
    map.setAttribute('data-camera', '2.350000,48.860000,11.250');
    frame.append(map);
    expect(mapInView(frame)).toMatchObject({ longitude: 2.35, latitude: 48.86, zoom: 11.25 });
    map.setAttribute('data-camera', 'nowhere');
    expect(mapInView(frame)).toBeUndefined();
  });
});
