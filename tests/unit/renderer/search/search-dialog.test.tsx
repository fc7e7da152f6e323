import { fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { useState } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dressIncident } from '../../../../electron/data/shift/dress.ts';
import { type Command, createRecentChoices, SearchDialog } from '../../../../renderer/search/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { alarmRowOf } from '../../../support/alarm-rows.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';
import { anIncident } from '../../../support/shift-fixtures.ts';

let host: MemoryHost;
let scene: TestWindow;
const onChoose = vi.fn();
const run = vi.fn();

beforeAll(() => {
  giveLayout(1_200, 700);
  HTMLElement.prototype.scrollIntoView = () => undefined;
});
beforeEach(() => {
  localStorage.clear();
  onChoose.mockClear();
  run.mockClear();
  host = createMemoryHost({ vehicles: 30, missions: 40, thirdParties: 12, billingCycles: 6 });
});
afterEach(() => scene.dispose());

const COMMANDS: readonly Command[] = [
  { id: 'help', title: 'Keys and marks', shortcut: '?', run },
  { id: 'map', title: 'Go to the map', run },
];

function Opened() {
  const [isOpen, setOpen] = useState(true);
  const [recent] = useState(() => createRecentChoices(localStorage));
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        again
      </button>
      <SearchDialog isOpen={isOpen} onOpenChange={setOpen} commands={COMMANDS} recent={recent} onChoose={onChoose} />
    </>
  );
}

function open() {
  scene = renderWindow(host, () => <Opened />);
  const field = () => scene.page.getByRole('combobox') as HTMLInputElement;
  const options = () => scene.page.queryAllByRole('option');
  const chosen = () => options().find((option) => option.getAttribute('aria-selected') === 'true');
  return { field, options, chosen, type: (text: string) => fireEvent.change(field(), { target: { value: text } }) };
}

describe('the search for everything', () => {
  it('has the focus in its field, and offers what can be done', () => {
    const { field, options } = open();
    expect(document.activeElement).toBe(field());
    expect(options().map(({ textContent }) => textContent)).toEqual(['Keys and marks?', 'Go to the map']);
    expect(field().getAttribute('aria-activedescendant')).toBe(options()[0]?.id);
  });

  it('finds rows by groups, moves through them with the arrows, and chooses one with Enter', async () => {
    const { field, options, chosen, type } = open();
    const vehicle = host.dataset.vehicles[4];
    type(vehicle?.code ?? '');
    await waitFor(() => expect(options()[0]?.textContent).toContain(vehicle?.code));
    expect(within(scene.page.getByRole('listbox')).getByRole('group', { name: 'Vehicles' })).toBeTruthy();
    expect(chosen()).toBe(options()[0]);
    fireEvent.keyDown(field(), { key: 'ArrowUp' });
    expect(chosen()).toBe(options().at(-1));
    fireEvent.keyDown(field(), { key: 'ArrowDown' });
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(onChoose.mock.calls[0]?.[0]).toMatchObject({ kind: 'vehicle', id: vehicle?.id });
    await waitFor(() => expect(scene.page.queryByRole('combobox')).toBeNull());
  });

  it('finds alarms and incidents, each by its name', async () => {
    host.dataset.alarms = [alarmRowOf({ vehicleCode: 'NANTES-4', ruleName: 'Too fast' })];
    const bare = dressIncident(anIncident({ title: 'Nantes bridge closed' }), {
      ...{ unsent: null, nowMs: Date.now() },
      named: (subject) => ({ ...subject, name: subject.id, isKnown: true }),
    });
    host.dataset.incidents = [bare];
    const { field, options, type } = open();
    type('nantes');
    await waitFor(() => expect(options()).toHaveLength(2));
    expect(scene.page.getByRole('group', { name: 'Alarms' }).textContent).toContain('NANTES-4Too fast');
    expect(scene.page.getByRole('group', { name: 'Incidents' }).textContent).toContain('Nantes bridge closedopen');
    fireEvent.keyDown(field(), { key: 'ArrowUp' });
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(onChoose.mock.calls[0]?.[0]).toMatchObject({ kind: 'incident', id: bare.id });
  });

  it('goes from group to group with the page keys', async () => {
    const { field, options, chosen, type } = open();
    type('m');
    await waitFor(() => expect(options().some(({ dataset }) => dataset['kind'] === 'mission')).toBe(true));
    const kinds = [...new Set(options().map(({ dataset }) => dataset['kind']))];
    expect(kinds.length).toBeGreaterThan(1);
    fireEvent.keyDown(field(), { key: 'PageDown' });
    expect(chosen()?.dataset['kind']).toBe(kinds[1]);
    fireEvent.keyDown(field(), { key: 'PageUp' });
    expect(chosen()?.dataset['kind']).toBe(kinds[0]);
  });

  it('chooses what is found first where Enter came before it was found', async () => {
    host.delayMs = 30;
    const { field, type } = open();
    const party = host.dataset.thirdParties[3];
    type(party?.name ?? '');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(onChoose).not.toHaveBeenCalled();
    await waitFor(() => expect(onChoose).toHaveBeenCalledTimes(1));
    expect(onChoose.mock.calls[0]?.[0]).toMatchObject({ kind: 'third-party', id: party?.id });
  });

  it('runs a command, and offers what was chosen lately first the next time', async () => {
    const { field, options, type } = open();
    type('go map');
    fireEvent.click(await scene.page.findByRole('option', { name: /Go to the map/ }));
    expect(run).toHaveBeenCalledTimes(1);
    await waitFor(() => expect(scene.page.queryByRole('combobox')).toBeNull());
    fireEvent.click(scene.page.getByRole('button', { name: 'again' }));
    expect(field().value).toBe('');
    expect(scene.page.getByRole('group', { name: 'Chosen lately' }).textContent).toContain('Go to the map');
    expect(options()).toHaveLength(2);
  });

  it('says that nothing matches, and how many do', async () => {
    const { type } = open();
    type('zzzz');
    expect(await scene.page.findByText(/Nothing matches/)).toBeTruthy();
    expect(scene.page.getByText('0 results')).toBeTruthy();
  });

  it('says that rows cannot be searched, and still runs commands', async () => {
    host.fail('search.all', new RpcError('storage-failed', 'the disk'));
    const { options, type } = open();
    type('keys');
    expect(await scene.page.findByRole('alert')).toBeTruthy();
    expect(options().map(({ textContent }) => textContent)).toEqual(['Keys and marks?']);
  });
});
