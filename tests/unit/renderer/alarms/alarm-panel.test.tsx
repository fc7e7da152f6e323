import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AlarmBar,
  AlarmDetail,
  type AlarmList,
  AlarmPanel,
  AlarmsProvider,
  createAlarmList,
} from '../../../../renderer/alarms/index.ts';
import type { AlarmRow } from '../../../../shared/contract/index.ts';
import { useSelection } from '../../../../renderer/stores/services.tsx';
import { alarmRowOf, alarmRuleRowOf } from '../../../support/alarm-rows.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

let host: MemoryHost;
let scene: TestWindow;
let model: AlarmList;
let places: unknown[];

beforeAll(() => giveLayout(1_600, 632));
beforeEach(() => {
  localStorage.clear();
  places = [];
  host = createMemoryHost({ vehicles: 6, missions: 6 });
});
afterEach(() => {
  model.dispose();
  scene.dispose();
});

function Detail() {
  const id = useSelection((state) => state.selected?.id ?? null);
  return id === null ? null : <AlarmDetail id={id} model={model} onShowPlace={(place) => places.push(place)} />;
}

async function show(alarms: readonly AlarmRow[], language: 'fr' | 'en' = 'en') {
  host.dataset.alarms.push(...alarms);
  host.dataset.alarmRules.push(alarmRuleRowOf());
  scene = renderWindow(
    host,
    ({ connection, clock }) => {
      model = createAlarmList(connection, clock);
      return (
        <AlarmsProvider>
          <AlarmBar model={model} />
          <AlarmPanel model={model} />
          <Detail />
        </AlarmsProvider>
      );
    },
    language,
  );
  const panel = await scene.page.findByTestId('alarm-list');
  await waitFor(() => expect(panel.dataset['state']).toMatch(/ready|empty/));
  const rows = () => within(panel).queryAllByRole('row').slice(1);
  return { panel, rows };
}
const key = (name: string) => act(() => void fireEvent.keyDown(document.body, { key: name }));
const select = (row: AlarmRow) => act(() => scene.services.selection.select({ panel: 'alarms', id: row.id }));
const press = (name: string | RegExp) => act(() => void fireEvent.click(scene.page.getByRole('button', { name })));

describe('the alarms of a window', () => {
  it('stand by priority, say their state in words, and are counted in the head, of which nothing is coloured at rest', async () => {
    const { panel } = await show([], 'fr');
    expect(panel.dataset['state']).toBe('empty');
    const bar = scene.page.getByTestId('alarm-bar');
    await waitFor(() => expect(bar.textContent).toContain('Aucune alarme'));
    expect(bar.querySelectorAll('.alarm-mark--rest')).toHaveLength(4);
  });

  it('name the newest of the most urgent, and what it is about', async () => {
    const low = alarmRowOf({ priority: 'low', kind: 'long-stop', vehicleCode: 'VAN-0002' });
    const high = alarmRowOf({ priority: 'high' });
    const { rows } = await show([low, high]);
    await waitFor(() => expect(rows()).toHaveLength(2));
    expect(rows().map((row) => row.textContent)).toEqual([
      expect.stringContaining('High'),
      expect.stringContaining('Low'),
    ]);
    expect(rows()[0]?.textContent).toContain('Active, unacknowledged');
    await waitFor(() => expect(scene.page.getByTestId('alarm-newest').textContent).toContain('Too fast · BUS-0001'));
    const counts = scene.page.getByTestId('alarm-bar').querySelector('[data-priority="high"]');
    expect(counts?.getAttribute('data-unacknowledged')).toBe('1');
  });

  it('tell the operator what to do, and where it is', async () => {
    const row = alarmRowOf();
    await show([row]);
    select(row);
    await waitFor(() => expect(scene.page.getByTestId('guidance').textContent).toContain('Call the driver'));
    const alarm = scene.page.getByTestId('alarm');
    // 25 m/s over a limit of 50 km/h.
    expect(alarm.textContent?.replaceAll('\u202f', ' ')).toContain('90 km/h');
    press('Show on the map');
    expect(places).toEqual([{ longitude: 4.83, latitude: 45.76 }]);
  });

  it('are acknowledged by a key: shown at once, and that the server has not heard of it yet', async () => {
    const row = alarmRowOf();
    await show([row]);
    select(row);
    await scene.page.findByTestId('guidance');
    host.outbox.isConnected = false;
    key('a');
    await waitFor(() => expect(scene.page.getByTestId('alarm').dataset['state']).toBe('active-acknowledged'));
    expect(scene.page.getByTestId('awaiting-confirmation').textContent).toContain('awaits the confirmation');
    await waitFor(() => expect(scene.page.getByTestId('alarm-calm').textContent).toBe('All acknowledged'));
    expect(host.dataset.alarms[0]?.journal.at(-1)).toMatchObject({ kind: 'acknowledged', note: null });
  });

  it('are shelved for a time with a reason, which is asked for', async () => {
    const row = alarmRowOf();
    await show([row]);
    select(row);
    await scene.page.findByTestId('alarm-actions');
    press('Shelve…');
    const sheet = await scene.page.findByTestId('hide-alarm');
    const send = () => act(() => void fireEvent.click(within(sheet).getByRole('button', { name: 'Shelve' })));
    send();
    expect(sheet.textContent).toContain('Say why nobody should see it.');
    act(() => void fireEvent.change(within(sheet).getByRole('textbox'), { target: { value: 'Road works' } }));
    act(() => void fireEvent.click(within(sheet).getByRole('radio', { name: /^4/ })));
    send();
    await waitFor(() => expect(host.dataset.alarms[0]?.shelvedReason).toBe('Road works'));
    const hours = (Date.parse(host.dataset.alarms[0]?.shelvedUntil ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(3.9);
    expect(hours).toBeLessThanOrEqual(4);
    await waitFor(() => expect(scene.page.getByTestId('alarm-hidden').textContent).toContain('1 shelved'));
    expect(host.dataset.alarms[0]?.acknowledgedAt).toBeNull();
  });

  it('say in place why something was not done', async () => {
    const row = alarmRowOf();
    await show([row]);
    select(row);
    await scene.page.findByTestId('alarm-actions');
    // Somebody has closed it meanwhile; the window has not heard of it.
    const now = new Date().toISOString();
    host.dataset.alarms[0] = alarmRowOf(row, [
      { kind: 'returned', at: now },
      { kind: 'acknowledged', at: now },
    ]);
    press('Suppress for maintenance…');
    const sheet = await scene.page.findByTestId('hide-alarm');
    act(() => void fireEvent.change(within(sheet).getByRole('textbox'), { target: { value: 'Workshop' } }));
    act(() => void fireEvent.click(within(sheet).getByRole('button', { name: 'Suppress for maintenance' })));
    await waitFor(() => expect(scene.page.getByTestId('act-refused').textContent).not.toBe(''));
  });

  it('are acknowledged several at once, each answered; those that cannot be stay marked', async () => {
    const over = alarmRowOf({ latched: true }, [
      { kind: 'returned', at: new Date().toISOString() },
      { kind: 'acknowledged', at: new Date().toISOString() },
    ]);
    const { rows } = await show([alarmRowOf(), alarmRowOf(), over]);
    await waitFor(() => expect(rows()).toHaveLength(3));
    act(() => model.marks.markAll(3));
    await scene.page.findByTestId('marked-bar');
    key('a');
    const report = await scene.page.findByTestId('alarm-report');
    expect(report.querySelectorAll('[data-result="kept"]')).toHaveLength(2);
    expect(report.querySelectorAll('[data-result="not-offered"]')).toHaveLength(1);
    expect([...model.marks.state.getState().rows.keys()]).toEqual([over.id]);
  });

  it('are grouped in a flood by their cause, with the first on top and how many they are', async () => {
    const cause = alarmRowOf({ kind: 'feed-down', ruleName: 'Feed', priority: 'critical', explains: 9 });
    const explained = Array.from({ length: 10 }, () => ({ ...alarmRowOf({ kind: 'silent' }), causeId: cause.id }));
    await show([cause, ...explained, alarmRowOf({ ruleId: '0198a000-0000-7000-8000-000000000002' })]);
    const flood = await scene.page.findByTestId('flood');
    await waitFor(() => expect(flood.dataset['groups']).toBe('2'));
    expect(flood.querySelector('[data-group^="cause"]')?.getAttribute('data-alarms')).toBe('11');
    expect(flood.textContent).toContain('Feed down');
    expect(scene.page.getByTestId('alarm-flood').textContent).toContain('12 alarms in ten minutes');
    press('One by one');
    await waitFor(() => expect(scene.page.queryByTestId('flood')).toBeNull());
  });
});

describe('the rules', () => {
  it('are tried before they go live, with the numbers said first', async () => {
    host.dataset.alarmRules.push(
      alarmRuleRowOf({ id: '0198a000-0000-7000-8000-000000000003', name: 'New one', state: 'draft' }),
    );
    await show([]);
    act(() => model.shown.setState({ part: 'rules' }));
    const rules = await scene.page.findByTestId('alarm-rules');
    await waitFor(() => expect(rules.dataset['total']).toBe('2'));
    press('Go live…');
    const sheet = await scene.page.findByTestId('go-live');
    await waitFor(() => expect(sheet.textContent).toContain('It would have raised 14 alarms'));
    expect(sheet.textContent).toContain('it would raise 3 alarms at once');
    act(() => void fireEvent.click(within(sheet).getByRole('button', { name: 'Go live…' })));
    await waitFor(() => expect(host.dataset.alarmRules.map(({ state }) => state)).toEqual(['live', 'live']));
  });

  it('are written with their fields, and say what is wrong with them', async () => {
    await show([]);
    act(() => model.shown.setState({ part: 'rules' }));
    await scene.page.findByTestId('alarm-rules');
    key('n');
    const form = await scene.page.findByTestId('rule-form');
    const save = () => act(() => void fireEvent.submit(form.querySelector('form') as HTMLFormElement));
    save();
    expect(form.textContent).toContain('Enter a name');
    const name = form.querySelector('[data-field="name"] input') as HTMLInputElement;
    act(() => void fireEvent.change(name, { target: { value: 'Silent at night' } }));
    save();
    await waitFor(() =>
      expect(host.dataset.alarmRules.at(-1)).toMatchObject({ name: 'Silent at night', state: 'draft' }),
    );
    expect(host.dataset.alarmRules.at(-1)?.parameters).toEqual({ kind: 'silent', afterSeconds: 300 });
  });
});

describe('what was typed into a rule when the window ended', () => {
  const openForm = async () => {
    act(() => model.shown.setState({ part: 'rules' }));
    await scene.page.findByTestId('alarm-rules');
    key('n');
    const form = await scene.page.findByTestId('rule-form');
    const field = (name: string) => form.querySelector(`[data-field="${name}"] input`) as HTMLInputElement;
    return { form, field };
  };

  it('is back in the next one, and gone once it is discarded', async () => {
    await show([]);
    const before = await openForm();
    act(() => void fireEvent.change(before.field('name'), { target: { value: 'Silent at night' } }));
    expect(before.form.querySelector('[data-banner]')).toBeNull();
    model.dispose();
    scene.dispose();

    host.dataset.alarmRules = [];
    await show([]);
    const { form, field } = await openForm();
    expect(field('name').value).toBe('Silent at night');
    expect(form.querySelector('[data-banner="notice"]')?.textContent).toContain('is back. It is not saved yet.');
    act(() => void fireEvent.click(within(form).getByRole('button', { name: 'Discard the changes' })));
    const after = await openForm();
    expect(after.field('name').value).toBe('');
    expect(after.form.querySelector('[data-banner]')).toBeNull();
  });
});

describe('the figures', () => {
  it('tell the worst, and the shares beside those that are recommended', async () => {
    await show([alarmRowOf({ priority: 'low' }), alarmRowOf({ priority: 'low' }), alarmRowOf({ priority: 'high' })]);
    act(() => model.shown.setState({ part: 'figures' }));
    const figures = await scene.page.findByTestId('alarm-figures');
    await waitFor(() => expect(figures.dataset['state']).toBe('ready'));
    const low = within(figures).getByTestId('priority-shares').querySelector('[data-priority="low"]');
    expect([...(low?.querySelectorAll('td') ?? [])].map(({ textContent }) => textContent)).toEqual(['2', '67%', '80%']);
    await waitFor(() =>
      expect(within(figures).getByTestId('offenders').textContent).toContain(host.dataset.vehicles[0]?.code),
    );
    expect(figures.querySelector('[data-figure="currentRate"] dd')?.textContent).toBe('3');
  });
});
