import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createScheduleModel,
  type ScheduleModel,
  SchedulePanel,
  WallSchedule,
} from '../../../../renderer/schedule/index.ts';
import type { ScheduleDiagram } from '../../../../shared/contract/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { ScheduleForm } from '../../../../renderer/wall-editor/schedule-form.tsx';
import { newView, type ScheduleWallView } from '../../../../shared/domain/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

let host: MemoryHost;
let scene: TestWindow;
let model: ScheduleModel;

beforeAll(() => giveLayout(1_000, 600));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 2, missions: 0 });
  host.schedule.lines = [
    { name: 'C1', vehicles: 0, plan: null },
    { name: 'C2', vehicles: 2, plan: { layer: 'Réseau', name: 'C2', trips: 3 } },
  ];
  host.schedule.diagram = ({ line, direction, fromMs, nowMs }) => ({
    ...empty(line, direction ?? '0'),
    knownFromMs: fromMs,
    planned: [{ key: 'a', label: 'trip a', missionId: null, points: way(nowMs - 20 * MINUTE, 20) }],
    driven: [
      {
        ...{ key: '1 x', vehicleId: '1', vehicleCode: 'BUS-1', points: way(nowMs - 12 * MINUTE, 11), isUnderWay: true },
        ...{ isOffLine: true, plannedKey: 'a', matchedBy: 'time', lateMs: 8 * MINUTE },
      },
    ],
  });
});
afterEach(() => scene.dispose());

const MINUTE = 60_000;
const way = (fromMs: number, minutes: number) => [
  { atMs: fromMs, metres: 0 },
  { atMs: fromMs + minutes * MINUTE, metres: 900 },
];
function empty(line: string, direction: string): ScheduleDiagram {
  return {
    ...{
      line,
      direction,
      source: 'plan',
      plan: null,
      length: 1_000,
      isMeasured: true,
      planned: [],
      driven: [],
      gaps: [],
    },
    directions: [
      { key: '0', name: 'Port' },
      { key: '1', name: 'Gare' },
    ],
    stops: [
      { name: 'Gare', metres: 0 },
      { name: 'Port', metres: 1_000 },
    ],
    ...{ knownFromMs: null, revision: 1 },
  };
}

async function show(state: string, language: 'fr' | 'en' = 'en'): Promise<HTMLElement> {
  scene = renderWindow(host, () => <SchedulePanel model={model} />, language);
  const panel = await scene.page.findByTestId('schedule');
  await waitFor(() => expect(panel.dataset['state']).toBe(state));
  return panel;
}
beforeEach(() => {
  model = createScheduleModel();
});
const key = (name: string) =>
  act(() => void fireEvent.keyDown(scene.page.getByTestId('schedule-diagram'), { key: name }));

describe('the schedule of a line', () => {
  it('begins with a line that has a timetable and vehicles, and says a journey in words and selects its vehicle', async () => {
    await show('ready');
    expect(model.getState().line).toBe('C2');
    const diagram = scene.page.getByTestId('schedule-diagram');
    expect(diagram.getAttribute('aria-label')).toBe('Time and distance of line C2, towards Port');
    key('ArrowDown');
    const said = scene.page.getByTestId('schedule-said').textContent;
    for (const part of ['BUS-1', 'trip a', '+8', 'last at Gare', 'off the line', 'inferred'])
      expect(said).toContain(part);
    expect(scene.services.selection.state.getState().selected).toEqual({ panel: 'vehicles', id: '1' });
    const { spanMs } = model.getState();
    key('-');
    expect(model.getState().spanMs).toBeGreaterThan(spanMs);
  });

  it('says what is missing, and that it is not live', async () => {
    const before = host.schedule.diagram;
    host.schedule.diagram = (asked) => ({ ...before(asked), knownFromMs: null, gaps: ['no-plan', 'recorded-later'] });
    await show('ready', 'fr');
    const gaps = scene.page.getByTestId('schedule-gaps');
    expect(gaps.textContent).toContain('Aucun horaire n’a été importé pour cette ligne');
    expect(gaps.textContent).toContain('Rien n’a été enregistré');
    expect(scene.page.getByTestId('schedule-not-live').textContent).toContain('Pas en direct');
  });

  it('says that there is no line, and tries again what failed', async () => {
    host.schedule.lines = [];
    const panel = await show('idle');
    await within(panel).findByText('There is no line');
    scene.dispose();
    host.schedule.lines = [{ name: 'C1', vehicles: 1, plan: null }];
    host.fail('schedule.diagram', new RpcError('storage-failed', 'the disk fails'));
    await show('error');
    await scene.page.findByText('The schedule cannot be read');
    host.fail('schedule.diagram', null);
    act(() => void fireEvent.click(scene.page.getByRole('button', { name: 'Try again' })));
    await waitFor(() => expect(scene.page.getByTestId('schedule').dataset['state']).toBe('ready'));
  });
});

describe('the schedule of a line on a wall', () => {
  const cell = async (line: string | null, language: 'fr' | 'en' = 'en', direction: string | null = null) => {
    scene = renderWindow(host, () => <WallSchedule line={line} direction={direction} />, language);
    const shown = await scene.page.findByTestId('schedule-cell');
    await waitFor(() => expect(shown.dataset['state']).toBe('ready'));
    return shown;
  };

  it('follows now, says the line, its direction and what is not as planned, and cannot be worked with', async () => {
    const asked: { line: string; direction: string | null; fromMs: number; toMs: number; nowMs: number }[] = [];
    const before = host.schedule.diagram;
    host.schedule.diagram = (of) => {
      asked.push(of);
      return before(of);
    };
    const shown = await cell('C1', 'en', '1');
    expect(asked.at(-1)).toMatchObject({ line: 'C1', direction: '1' });
    const { fromMs, toMs, nowMs } = asked.at(-1) ?? { fromMs: 0, toMs: 0, nowMs: 0 };
    expect([fromMs < nowMs, nowMs < toMs]).toEqual([true, true]);
    expect(shown.querySelector('h2')?.textContent).toContain('Line C1 → Gare');
    expect(shown.querySelector('[data-state="late"][data-count="1"]')?.textContent).toBe('1 late');
    expect(within(shown).getByTestId('driven-course').textContent).toMatch(/BUS-1 \+8\smin/);
    expect(within(shown).getByTestId('schedule-not-live')).toBeTruthy();
    expect(shown.querySelectorAll('button, input, [tabindex]')).toHaveLength(0);
  });

  it('begins with a line that has a timetable, and says what it lacks, in French too', async () => {
    const shown = await cell(null, 'fr');
    expect(shown.dataset['line']).toBe('C2');
    expect(shown.querySelector('h2')?.textContent).toContain('Ligne C2 → Port');
    scene.dispose();
    host.schedule.lines = [];
    scene = renderWindow(host, () => <WallSchedule line={null} direction={null} />);
    expect(await scene.page.findByText('There is no line')).toBeTruthy();
    scene.dispose();
    host.fail('schedule.diagram', new RpcError('storage-failed', 'the disk fails'));
    scene = renderWindow(host, () => <WallSchedule line="C1" direction={null} />);
    await waitFor(() => expect(scene.page.getByTestId('schedule-cell').dataset['state']).toBe('error'));
  });

  it('is of the line and the direction that the editor of walls names', async () => {
    const chosen: ScheduleWallView[] = [];
    const view = newView('schedule') as ScheduleWallView;
    scene = renderWindow(host, () => <ScheduleForm view={view} onChange={(next) => chosen.push(next)} />);
    const line = (await scene.page.findByRole('combobox')) as HTMLInputElement;
    await waitFor(() => expect(line.value).toBe('C2'));
    act(() => line.focus());
    fireEvent.change(line, { target: { value: 'c1' } });
    fireEvent.click(await scene.page.findByRole('option', { name: /C1/ }));
    expect(chosen.at(-1)).toEqual({ kind: 'schedule', line: 'C1', direction: null });
  });
});
