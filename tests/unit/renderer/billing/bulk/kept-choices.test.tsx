import type { ReactNode } from 'react';
import { fireEvent, screen, waitFor } from '../../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { AssignDialog } from '../../../../../renderer/billing/bulk/assign-dialog.tsx';
import { AssignRuleSheet } from '../../../../../renderer/billing/rule/assign-rule-sheet.tsx';
import { useHealth, useSession } from '../../../../../renderer/stores/services.tsx';
import { createMemoryHost, type MemoryHost } from '../../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../../support/renderer/render-window.tsx';

let host: MemoryHost;
let scene: TestWindow | undefined;

beforeAll(() => giveLayout(1_000, 632));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 5, missions: 60, thirdParties: 8, billingCycles: 14 });
});
afterEach(() => scene?.dispose());

/** Whose drafts they are is known once the data host has answered: as when a sheet is opened. */
function Known({ children }: { children: ReactNode }) {
  const isKnown = useHealth(({ health }) => health !== undefined);
  const { session } = useSession((state) => state);
  return isKnown && session !== null ? children : null;
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const closed: string[] = [];

async function showRule() {
  const cycle = host.dataset.billingCycles.find(({ state }) => state === 'open');
  if (cycle === undefined) throw new Error('there is no open cycle');
  scene = renderWindow(host, () => (
    <Known>
      <AssignRuleSheet cycle={cycle} onClose={() => closed.push('rule')} />
    </Known>
  ));
  await waitFor(() => screen.getByTestId('assign-rule'));
}
const withoutParty = () => screen.getByRole<HTMLInputElement>('checkbox', { name: 'Also those that name nobody' });

it('gives back the rule of an assignment after the window was gone, until it is cancelled', async () => {
  await showRule();
  fireEvent.click(withoutParty());
  expect(withoutParty().checked).toBe(true);
  scene?.dispose();
  await showRule();
  expect(withoutParty().checked).toBe(true);
  expect(screen.getByTestId('assign-rule').textContent).toContain('is back');
  press('Cancel');
  expect(closed).toEqual(['rule']);
  scene?.dispose();
  await showRule();
  expect(withoutParty().checked).toBe(false);
  expect(screen.getByTestId('assign-rule').textContent).not.toContain('is back');
});

async function showDialog() {
  const ids = host.dataset.missions.slice(0, 3).map(({ id }) => id);
  scene = renderWindow(host, () => (
    <Known>
      <AssignDialog readIds={async () => ids} expected={3} onDone={() => undefined} onClose={() => undefined} />
    </Known>
  ));
  await waitFor(() => expect(document.querySelector('.assign')?.getAttribute('data-step')).toBe('choosing'));
  await waitFor(() => expect(screen.getAllByRole('radio', { name: 'Take out' })).toHaveLength(2));
}
const takeOut = () => screen.getAllByRole('radio', { name: 'Take out' })[0] as HTMLElement;
const isChosen = () => takeOut().getAttribute('aria-checked') === 'true' || takeOut().matches(':checked');

it('gives back what was to become of marked missions', async () => {
  await showDialog();
  fireEvent.click(takeOut());
  expect(isChosen()).toBe(true);
  scene?.dispose();
  await showDialog();
  expect(isChosen()).toBe(true);
  press('Cancel');
  scene?.dispose();
  await showDialog();
  expect(isChosen()).toBe(false);
});
