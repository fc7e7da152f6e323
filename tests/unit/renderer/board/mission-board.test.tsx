import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MissionBoard } from '../../../../renderer/board/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

const MINUTE = 60_000;
let host: MemoryHost;
let scene: TestWindow;

beforeAll(() => giveLayout(1_600, 632));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 12, missions: 6 });
});
afterEach(() => scene.dispose());

/** Six missions: ended, late to begin, late to end, without a vehicle, under way, begun late. */
function stage(): void {
  const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE + 5_000).toISOString();
  const plan = [
    { status: 'completed', from: -90, to: -30, begun: -90 },
    { status: 'planned', from: -12, to: 40, begun: null },
    { status: 'in-progress', from: -90, to: -25, begun: -90 },
    { status: 'planned', from: 30, to: 90, begun: null },
    { status: 'in-progress', from: -10, to: 50, begun: -10 },
    { status: 'in-progress', from: -60, to: 30, begun: -50 },
  ] as const;
  host.dataset.missions = host.dataset.missions.flatMap((mission, index) => {
    const planned = plan[index];
    if (planned === undefined) return [];
    const { status, from, to, begun } = planned;
    const hasVehicle = index !== 3;
    return [
      {
        ...mission,
        status,
        plannedStartAt: at(from),
        plannedEndAt: at(to),
        actualStartAt: begun === null ? null : at(begun),
        vehicleId: hasVehicle ? mission.vehicleId : null,
        vehicleCode: hasVehicle ? mission.vehicleCode : null,
      },
    ];
  });
}

async function show(props: { interactive?: boolean } = {}, language: 'fr' | 'en' = 'en') {
  scene = renderWindow(host, () => <MissionBoard {...props} />, language);
  await waitFor(() => expect(scene.page.getByTestId('mission-board').dataset['state']).not.toBe('loading'));
  const board = scene.page.getByTestId('mission-board');
  const texts = () =>
    within(board)
      .getAllByRole('row')
      .map(({ textContent }) => textContent);
  return { board, texts };
}

describe('the mission board of the console', () => {
  it('shows what is late first, by how much, then what has no vehicle, then what is under way', async () => {
    stage();
    const { board, texts } = await show();
    const rows = texts().slice(1);
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatch(/^Not ended\+24\u202fmin/);
    expect(rows[1]).toMatch(/^Not begun\+11\u202fmin/);
    expect(rows[2]).toMatch(/^Began late\+10\u202fmin/);
    expect(rows[3]).toMatch(/^No vehiclein 30\u202fminnone/);
    expect(rows[4]).toMatch(/^Under way/);
    const count = (name: string) => board.querySelector(`[data-count="${name}"] [data-value]`)?.textContent;
    expect(['late', 'unassigned', 'under-way'].map(count)).toEqual(['3', '1', '1']);
  });

  it('says where, and when it is to be expected', async () => {
    stage();
    const { texts } = await show();
    const [, overdue = '', waiting = ''] = texts();
    // One that runs ends where it goes to; one that waits begins where it comes from.
    expect(overdue).toContain(host.dataset.missions[2]?.destinationAddress);
    expect(waiting).toContain(host.dataset.missions[1]?.originAddress);
    expect(overdue).toMatch(/ends \d\d:\d\d/);
    expect(waiting).toMatch(/begins \d\d:\d\d/);
  });

  it('chooses the mission of a row with the keyboard', async () => {
    stage();
    const { board } = await show();
    const grid = within(board).getByRole('grid');
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    expect(scene.services.selection.state.getState().selected).toEqual({
      panel: 'missions',
      id: host.dataset.missions[1]?.id,
    });
  });

  it('follows what changes, but holds its order for whoever is at it, and says that another waits', async () => {
    stage();
    const { board, texts } = await show();
    fireEvent.focus(within(board).getByRole('grid'));
    // The one that was not begun is begun: it is not late any more.
    host.dataset.missions = host.dataset.missions.map((mission, index) =>
      index === 2 ? { ...mission, status: 'completed' as const } : mission,
    );
    act(() => host.touch(['mission']));
    const waits = await within(board).findByRole('button', { name: /Newer order waits/ });
    expect(texts()).toHaveLength(6);
    fireEvent.click(waits);
    await waitFor(() => expect(texts()).toHaveLength(5));
    expect(texts()[1]).toMatch(/^Not begun/);
  });

  it('says that there is nothing to look at, and that it could not be read', async () => {
    host.dataset.missions = [];
    const { board } = await show({}, 'fr');
    expect(board.textContent).toContain('Rien n’est en retard, rien n’est en cours');
    scene.dispose();
    host.fail('board.page', new RpcError('storage-failed', 'the disk'));
    const failing = await show();
    expect(failing.board.dataset['state']).toBe('error');
    host.fail('board.page', null);
    fireEvent.click(within(failing.board).getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(failing.board.dataset['state']).toBe('empty'));
  });
});

describe('the mission board of a wall', () => {
  it('has no control, names each part, and shows what fits', async () => {
    stage();
    const { board, texts } = await show({ interactive: false });
    expect(within(board).queryAllByRole('button')).toEqual([]);
    const names = texts().filter((text) => /^(Late|Without a vehicle|Under way)$/.test(text));
    expect(names).toEqual(['Late', 'Without a vehicle', 'Under way']);
    await waitFor(() => expect(texts()[2]).toMatch(/^Not ended\+24\u202fmin/));
  });

  it('turns its pages by itself where there are more rows than lines', async () => {
    host = createMemoryHost({ vehicles: 40, missions: 400 });
    // Each is under way or late.
    const begun = new Date(Date.now() - 60 * MINUTE).toISOString();
    host.dataset.missions = host.dataset.missions.map((mission, index) => ({
      ...mission,
      status: 'in-progress' as const,
      plannedStartAt: begun,
      actualStartAt: begun,
      plannedEndAt: new Date(Date.now() + (index - 9) * 10 * MINUTE).toISOString(),
    }));
    const { board } = await show({ interactive: false });
    expect(within(board).getByTestId('board-page').textContent).toMatch(/^Page \d of 6$/);
    expect(board.textContent).toMatch(/\d+ more that begin or end later/);
  });

  it('marks what was sent to it in its row, and has it above its pages, though it is on another page or on none', async () => {
    stage();
    const { board, texts } = await show({ interactive: false });
    await waitFor(() => expect(texts()[2]).toMatch(/^Not ended/));
    const send = (panel: 'missions' | 'vehicles', id = '') => act(() => scene.services.selection.select({ panel, id }));
    const marked = () =>
      [...board.querySelectorAll<HTMLElement>('[data-sent="true"]')].map(({ dataset }) => dataset['mission']);

    const late = host.dataset.missions[2];
    send('missions', late?.id);
    const sent = await within(board).findByTestId('board-sent');
    expect(sent.textContent).toMatch(new RegExp(`^Sent from the console: mission ${late?.reference}Not ended`));
    expect(marked()).toEqual([late?.id, late?.id]);

    send('missions', host.dataset.missions[0]?.id);
    await waitFor(() =>
      expect(within(board).getByTestId('board-sent').textContent).toMatch(/Completed: it is not among/),
    );
    // It ends like any other: the board follows it.
    send('missions', late?.id);
    await waitFor(() => expect(marked()).toEqual([late?.id, late?.id]));
    host.dataset.missions = host.dataset.missions.map((one) =>
      one.id === late?.id ? { ...one, status: 'completed' as const } : one,
    );
    act(() => host.touch(['mission']));
    await waitFor(() =>
      expect(within(board).getByTestId('board-sent').textContent).toMatch(/Completed: it is not among/),
    );

    const waiting = host.dataset.missions[1];
    send('vehicles', waiting?.vehicleId ?? '');
    await waitFor(() => expect(marked()).toEqual([waiting?.id]));
    expect(within(board).queryByTestId('board-sent')).toBeNull();
  });
});
