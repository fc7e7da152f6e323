import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { dressHandover } from '../../../../electron/data/shift/dress.ts';
import {
  createHandoverList,
  HandoverDetail,
  type HandoverList,
  HandoverPanel,
} from '../../../../renderer/shift/index.ts';
import type { Handover, HandoverItem } from '../../../../shared/domain/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { ME } from '../../../support/memory-host/memory-validations.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';
import { aHandover } from '../../../support/shift-fixtures.ts';

let host: MemoryHost;
let scene: TestWindow;
let list: HandoverList | undefined;
beforeAll(() => giveLayout(1_000, 632));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 0, missions: 0, thirdParties: 0, billingCycles: 0 });
});
afterEach(() => {
  list?.dispose();
  list = undefined;
  scene.dispose();
});

const itemOf = (key: string, group: HandoverItem['group'], more: Partial<HandoverItem> = {}): HandoverItem => ({
  ...{ key, group, label: `label of ${key}`, about: null, priority: null },
  ...{ sinceAt: null, dueAt: null, times: 0, settledAt: null, ...more },
});
const ITEMS = [
  itemOf('alarm/1', 'alarm-open', { priority: 'high' }),
  itemOf('incident/1', 'incident', { times: 2 }),
  itemOf('mission/1', 'mission-late', { times: 1, settledAt: '2026-03-01T12:00:00.000Z' }),
];
function showOne(given: Partial<Handover>): void {
  const row = aHandover(given);
  host.dataset.handovers = [dressHandover(row, { unsent: null, items: ITEMS, subject: ME })];
  scene = renderWindow(host, () => <HandoverDetail id={row.id} />);
}
const detail = () => scene.page.findByTestId('handover');

it('a shift is begun by the keyboard, in the name of whoever leaves', async () => {
  scene = renderWindow(host, ({ connection, clock }) => {
    list ??= createHandoverList(connection, clock);
    return <HandoverPanel model={list} />;
  });
  await waitFor(() =>
    expect(scene.page.getByTestId('handover-list').textContent).toContain('No shift was handed over'),
  );
  fireEvent.keyDown(document.body, { key: 'n' });
  const form = await scene.page.findByTestId('handover-form');
  const begin = within(form).getByRole('button', { name: 'Gather what stands' });
  await waitFor(() => expect(begin.hasAttribute('disabled')).toBe(false));
  const from = form.querySelector('[data-field="shiftFrom-time"] input') as HTMLInputElement;
  fireEvent.change(from, { target: { value: 'late' } });
  fireEvent.click(begin);
  await waitFor(() => expect(form.textContent).toContain('A shift ends after it begins'));
  fireEvent.change(from, { target: { value: '06:00' } });
  fireEvent.click(begin);
  await waitFor(() => expect(host.dataset.handovers).toMatchObject([{ state: 'draft', leavingBy: ME }]));
});

it('the writer goes from item to item by the arrows, and remarks on one', async () => {
  showOne({ leavingBy: ME });
  const shown = await detail();
  const buttons = [...shown.querySelectorAll<HTMLElement>('[data-item] button')];
  expect(buttons).toHaveLength(3);
  expect(shown.querySelector('[data-group="incident"]')?.textContent).toContain('came back 2 times');
  expect(shown.querySelector('[data-item="mission/1"]')?.hasAttribute('data-settled')).toBe(true);
  act(() => buttons[0]?.focus());
  fireEvent.keyDown(buttons[0] as HTMLElement, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(buttons[1]);
  fireEvent.click(buttons[1] as HTMLElement);
  const sheet = await scene.page.findByTestId('item-remark');
  fireEvent.click(within(sheet).getByRole('checkbox'));
  act(() => within(sheet).getByRole('button', { name: 'Save' }).click());
  await waitFor(() => expect(sheet.textContent).toContain('Write something first'));
  fireEvent.change(within(sheet).getByRole('textbox'), { target: { value: 'done by phone' } });
  act(() => within(sheet).getByRole('button', { name: 'Save' }).click());
  await waitFor(() =>
    expect(host.dataset.handovers[0]?.remarks).toMatchObject({
      'incident/1': { text: 'done by phone', isSettled: true, group: 'incident' },
    }),
  );
});

it('handing over is asked once more, and shown as awaiting until the server has answered', async () => {
  showOne({ leavingBy: ME });
  await detail();
  act(() => scene.page.getByRole('button', { name: 'Hand over' }).click());
  const question = await scene.page.findByRole('alertdialog');
  act(() => within(question).getByRole('button', { name: 'Hand over' }).click());
  await scene.page.findByTestId('awaiting-step');
  expect((await detail()).dataset['state']).toBe('draft');
  expect(scene.page.queryByTestId('leaving')).toBeNull();
});

it('one’s own is not signed, and says why; that of another is', async () => {
  const handed = { state: 'handed-over', number: 1, handedOverAt: '2026-03-01T14:00:00.000Z' } as const;
  showOne({ ...handed, leavingBy: ME });
  expect((await scene.page.findByTestId('not-signed-here')).textContent).toContain('Nobody signs their own');
  expect(scene.page.queryByTestId('sign')).toBeNull();
  scene.dispose();
  showOne({ ...handed, leavingBy: 'ada', items: ITEMS });
  await detail();
  act(() => within(scene.page.getByTestId('sign')).getByRole('button').click());
  const sheet = await scene.page.findByTestId('handover-sign');
  act(() => within(sheet).getByRole('button', { name: 'Sign' }).click());
  expect((await scene.page.findByTestId('awaiting-step')).textContent).toContain('You signed');
});
