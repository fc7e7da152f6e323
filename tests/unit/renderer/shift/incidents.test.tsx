import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { dressIncident } from '../../../../electron/data/shift/dress.ts';
import {
  createIncidentList,
  IncidentDetail,
  type IncidentList,
  IncidentPanel,
  IncidentsOf,
  MapLookoutProvider,
} from '../../../../renderer/shift/index.ts';
import type { Incident, MapView } from '../../../../shared/domain/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';
import { anIncident } from '../../../support/shift-fixtures.ts';

let host: MemoryHost;
let scene: TestWindow;
let list: IncidentList | undefined;
beforeAll(() => giveLayout(1_000, 632));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 3, missions: 3, thirdParties: 0, billingCycles: 0 });
});
afterEach(() => {
  list?.dispose();
  list = undefined;
  scene.dispose();
});

const put = (...incidents: Incident[]) => {
  host.dataset.incidents = incidents.map((row) =>
    dressIncident(row, {
      ...{ unsent: null, nowMs: Date.now() },
      named: (subject) => ({ ...subject, name: `V-${subject.id}`, isKnown: true }),
    }),
  );
};
const show = (language: 'en' | 'fr' = 'en') => {
  scene = renderWindow(
    host,
    ({ connection, clock }) => {
      list ??= createIncidentList(connection, clock);
      return <IncidentPanel model={list} />;
    },
    language,
  );
};
const showDetail = (id: string) => {
  scene = renderWindow(host, () => <IncidentDetail id={id} />);
};
const step = (name: string) => within(scene.page.getByTestId('incident-steps')).findByRole('button', { name });

it('the log says that nothing is open, and opens an incident by the keyboard, with its title at fault first', async () => {
  show();
  await waitFor(() => expect(scene.page.getByTestId('incident-list').textContent).toContain('No incident is open'));
  fireEvent.keyDown(document.body, { key: 'n' });
  const form = await scene.page.findByTestId('incident-form');
  fireEvent.click(within(form).getByRole('button', { name: 'Open the incident' }));
  await waitFor(() => expect(form.textContent).toContain('Say in a few words'));
  const title = form.querySelector<HTMLInputElement>('[data-field="title"] input');
  fireEvent.change(title as HTMLInputElement, { target: { value: 'Roadworks on line 3' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Open the incident' }));
  await waitFor(() => expect(host.dataset.incidents).toMatchObject([{ title: 'Roadworks on line 3', status: 'open' }]));
  expect(scene.services.selection.state.getState().selected).toMatchObject({ panel: 'incidents' });
});

it('an overdue one is marked, and a deadline that is no time is refused where it is entered', async () => {
  put(anIncident({ deadline: '2020-01-01T00:00:00.000Z' }), anIncident({ id: crypto.randomUUID(), status: 'closed' }));
  show('fr');
  const panel = scene.page.getByTestId('incident-list');
  await waitFor(() => expect(panel.querySelector('.shift-overdue')).not.toBeNull());
  expect(panel.dataset['total']).toBe('1');
  fireEvent.keyDown(document.body, { key: 'n' });
  const form = await scene.page.findByTestId('incident-form');
  const enter = (field: string, value: string) =>
    fireEvent.change(form.querySelector(`[data-field="${field}"] input`) as HTMLInputElement, { target: { value } });
  enter('title', 'Verglas');
  enter('deadline', '01/03/2026');
  enter('deadline-time', '25:00');
  fireEvent.click(within(form).getByRole('button', { name: 'Ouvrir l’incident' }));
  await waitFor(() => expect(form.textContent).toContain('une heure comme 14:30'));
  enter('deadline-time', '14:30');
  fireEvent.click(within(form).getByRole('button', { name: 'Ouvrir l’incident' }));
  await waitFor(() => expect(host.dataset.incidents).toHaveLength(3));
  expect(host.dataset.incidents.at(-1)?.deadline).toBe(new Date(2026, 2, 1, 14, 30).toISOString());
});

it('the detail adds notes, decisions and things, and closes only with a word on how it ended', async () => {
  const row = anIncident();
  put(row);
  showDetail(row.id);
  const form = await scene.page.findByTestId('entry-form');
  const text = within(form).getByRole('textbox');
  fireEvent.click(within(form).getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(form.textContent).toContain('Write something first'));
  fireEvent.change(text, { target: { value: 'police on the spot' } });
  fireEvent.keyDown(text, { key: 'Enter', ctrlKey: true });
  const timeline = scene.page.getByTestId('timeline');
  await waitFor(() => expect(timeline.textContent).toContain('police on the spot'));
  expect(timeline.querySelector('[data-unsent]')?.textContent).toContain('Not sent');

  fireEvent.click(await step('Close'));
  const sheet = await scene.page.findByTestId('incident-step');
  act(() => within(sheet).getAllByRole('button', { name: 'Close' }).at(-1)?.click());
  await waitFor(() => expect(sheet.textContent).toContain('Write something first'));
  fireEvent.change(within(sheet).getByRole('textbox'), { target: { value: 'road is free' } });
  act(() => within(sheet).getAllByRole('button', { name: 'Close' }).at(-1)?.click());
  await waitFor(() => expect(scene.page.getByTestId('incident').dataset['status']).toBe('closed'));
  expect(await step('Open again')).toBeDefined();
});

it('what was typed when the window ended is back, of each form for itself, until it is sent or put away', async () => {
  const row = anIncident();
  put(row, anIncident({ id: crypto.randomUUID(), title: 'Another' }));
  showDetail(row.id);
  const write = (text: string) =>
    fireEvent.change(within(scene.page.getByTestId('entry-form')).getByRole('textbox'), { target: { value: text } });
  await scene.page.findByTestId('entry-form');
  write('police on the spot');
  fireEvent.click(await step('Close'));
  fireEvent.change(within(await scene.page.findByTestId('incident-step')).getByRole('textbox'), {
    target: { value: 'road is free' },
  });
  scene.dispose();

  showDetail(host.dataset.incidents[1]?.id ?? '');
  const other = await scene.page.findByTestId('entry-form');
  expect(within(other).getByRole('textbox')).toHaveProperty('value', '');
  scene.dispose();

  showDetail(row.id);
  const form = await scene.page.findByTestId('entry-form');
  const text = within(form).getByRole('textbox');
  expect(text).toHaveProperty('value', 'police on the spot');
  expect(form.textContent).toContain('is back. It is not saved yet.');
  fireEvent.keyDown(text, { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(scene.page.getByTestId('timeline').textContent).toContain('police on the spot'));
  await waitFor(() => expect(text).toHaveProperty('value', ''));
  write('and gone');
  expect(form.textContent).not.toContain('is back');
  // A sheet that is put away by hand is no crash.
  fireEvent.click(await step('Close'));
  const sheet = await scene.page.findByTestId('incident-step');
  expect(within(sheet).getByRole('textbox')).toHaveProperty('value', 'road is free');
  act(() => within(sheet).getByRole('button', { name: 'Cancel' }).click());
  await waitFor(() => expect(scene.page.queryByTestId('incident-step')).toBeNull());
  fireEvent.click(await step('Close'));
  expect(within(await scene.page.findByTestId('incident-step')).getByRole('textbox')).toHaveProperty('value', '');
});

it('what the map shows is added with its moment, and shown again as it is now, or as it was then', async () => {
  const row = anIncident();
  put(row);
  const view: MapView = { longitude: 4.83, latitude: 45.76, zoom: 14, atMs: Date.parse('2026-03-01T06:30:00.000Z') };
  const lookout = { current: () => view, show: vi.fn(), showThen: vi.fn() };
  scene = renderWindow(host, () => (
    <MapLookoutProvider lookout={lookout}>
      <IncidentDetail id={row.id} />
    </MapLookoutProvider>
  ));
  const form = await scene.page.findByTestId('entry-form');
  act(() => within(form).getByRole('radio', { name: 'Map view' }).click());
  fireEvent.click(within(form).getByRole('button', { name: 'Add' }));
  const timeline = await scene.page.findByTestId('timeline');
  fireEvent.click(await within(timeline).findByRole('button', { name: 'Show on the map' }));
  expect(lookout.show).toHaveBeenCalledWith(view);
  fireEvent.click(within(timeline).getByRole('button', { name: /^Show as it was: / }));
  expect(lookout.showThen).toHaveBeenCalledWith(view);
});

it('one is opened about the vehicle that is selected, which then belongs to it', async () => {
  const [vehicle] = host.dataset.vehicles;
  const id = vehicle?.id ?? '';
  scene = renderWindow(host, () => <IncidentsOf kind="vehicle" id={id} />);
  await scene.page.findByTestId('incidents-of');
  fireEvent.keyDown(document.body, { key: 'i' });
  const form = await scene.page.findByTestId('incident-form');
  expect(form.textContent).toContain(vehicle?.code);
  fireEvent.click(within(form).getByRole('button', { name: 'Open the incident' }));
  await waitFor(() => expect(host.dataset.incidents).toMatchObject([{ subjects: [{ kind: 'vehicle', id }] }]));
});
