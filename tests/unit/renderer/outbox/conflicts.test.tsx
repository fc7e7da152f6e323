import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MissionRow } from '../../../../shared/contract/index.ts';
import { REFUSAL_CODES } from '../../../../shared/domain/index.ts';
import type { MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';
import { edit, first, open, type OutboxScene, showOutbox, silentHost } from './outbox-scene.tsx';

let host: MemoryHost;
let scene: OutboxScene;
beforeAll(() => giveLayout(1_000, 632));
beforeEach(() => {
  localStorage.clear();
  host = silentHost();
});
afterEach(() => scene.dispose());

/** A mission whose amount was changed here and on the server. */
function conflict(skip = 0): { mission: MissionRow; id: string } {
  const missions = host.dataset.missions.filter(
    ({ amountCents, billingCycleId }) =>
      amountCents !== null &&
      host.dataset.billingCycles.some(
        ({ id, state }) => id === billingCycleId && (state === 'open' || state === 'draft'),
      ),
  );
  const mission = { ...first(missions.slice(skip)) };
  const amount = mission.amountCents ?? 0;
  const id = edit(host, 'mission', mission, { amountCents: amount + 100, customerName: 'Mine' });
  host.outbox.changeOnServer('mission', mission.id, { amountCents: amount - 100 });
  host.outbox.send();
  return { mission, id };
}
const amountOf = (id: string) => host.dataset.missions.find((mission) => mission.id === id)?.amountCents;
const line = (detail: HTMLElement, field: string) => {
  const found = detail.querySelector<HTMLElement>(`[data-line="${field}"]`);
  if (found === null) throw new Error(`no line of ${field}`);
  return within(found);
};
const send = (detail: HTMLElement) =>
  fireEvent.click(within(detail).getByRole('button', { name: /Save and send|Mend and send/ }));

describe('a conflict', () => {
  it('asks for a decision before it is sent, and puts the focus where one is missing', async () => {
    const { id } = conflict();
    scene = showOutbox(host);
    const detail = await open(scene, id);
    expect(within(detail).getByTestId('preview').textContent).toContain('to be decided');
    send(detail);
    await waitFor(() => expect(detail.textContent).toContain('Choose one of the values.'));
    expect(document.activeElement?.closest('[data-line]')?.getAttribute('data-line')).toBe('amountCents');
    expect(host.asked('outbox.settle')).toBe(0);
  });

  it('is settled with mine, and the new edit is taken', async () => {
    const { id, mission } = conflict();
    scene = showOutbox(host);
    const detail = await open(scene, id);
    fireEvent.click(line(detail, 'amountCents').getByRole('radio', { name: /Mine/ }));
    const preview = within(detail).getByTestId('preview');
    await waitFor(() => expect(preview.textContent).not.toContain('to be decided'));
    send(detail);
    await waitFor(() => expect(scene.page.queryByTestId('detail')).toBeNull());
    expect(scene.page.getByTestId('outbox-notice').textContent).toContain('Nothing is left to settle');
    act(() => host.outbox.send());
    expect(amountOf(mission.id)).toBe((mission.amountCents ?? 0) + 100);
  });

  it('is given up with theirs', async () => {
    const { id, mission } = conflict();
    scene = showOutbox(host);
    const detail = await open(scene, id);
    fireEvent.click(within(detail).getByRole('button', { name: 'Take all theirs' }));
    fireEvent.click(within(detail).getByRole('button', { name: 'Keep theirs' }));
    await waitFor(() => expect(host.outbox.entries).toHaveLength(0));
    expect(amountOf(mission.id)).toBe((mission.amountCents ?? 0) - 100);
  });

  it('is settled by hand, in the money of the language, and refuses what is none', async () => {
    const { id, mission } = conflict();
    scene = showOutbox(host, 'fr');
    const detail = await open(scene, id);
    fireEvent.click(line(detail, 'amountCents').getByRole('radio', { name: /À la main/ }));
    const input = line(detail, 'amountCents').getByRole('textbox');
    fireEvent.change(input, { target: { value: 'beaucoup' } });
    fireEvent.click(within(detail).getByRole('button', { name: 'Enregistrer et envoyer' }));
    await waitFor(() => expect(line(detail, 'amountCents').getByText(/Saisissez un montant/)).toBeTruthy());
    expect(host.asked('outbox.settle')).toBe(0);
    fireEvent.change(input, { target: { value: '1 234,56' } });
    expect(within(detail).getByTestId('preview').textContent).toContain('1\u202f234,56');
    fireEvent.click(within(detail).getByRole('button', { name: 'Enregistrer et envoyer' }));
    await waitFor(() => expect(scene.page.queryByTestId('detail')).toBeNull());
    act(() => host.outbox.send());
    expect(amountOf(mission.id)).toBe(123_456);
  });

  it('says that it changed once more, shows the new value and asks again, keeping the other decisions', async () => {
    const { id, mission } = conflict();
    scene = showOutbox(host);
    const detail = await open(scene, id);
    fireEvent.click(within(detail).getByRole('button', { name: 'Take all mine' }));
    act(() => host.outbox.changeOnServer('mission', mission.id, { amountCents: 777 }));
    await waitFor(() => expect(within(detail).getByTestId('stale').textContent).toContain('decide again'));
    expect(line(detail, 'amountCents').getByText('€7.77')).toBeTruthy();
    expect(line(detail, 'amountCents').getByRole<HTMLInputElement>('radio', { name: /Mine/ }).checked).toBe(false);
    expect(line(detail, 'customerName').getByRole<HTMLInputElement>('radio', { name: /Mine/ }).checked).toBe(true);
    send(detail);
    expect(host.asked('outbox.settle')).toBe(0);
  });

  it('goes on to the next one, with the focus in it', async () => {
    const { id } = conflict();
    const { id: other } = conflict(1);
    scene = showOutbox(host);
    const detail = await open(scene, id);
    fireEvent.click(within(detail).getByRole('button', { name: 'Take all mine' }));
    send(detail);
    await waitFor(() => expect(scene.services.selection.state.getState().selected?.id).toBe(other));
    await waitFor(() => expect(document.activeElement?.classList.contains('entry')).toBe(true));
    expect(scene.page.getByTestId('outbox-notice').textContent).toContain('1 is left');
  });

  it('keeps what was decided when the detail is closed and opened again', async () => {
    const { id } = conflict();
    scene = showOutbox(host);
    fireEvent.click(within(await open(scene, id)).getByRole('button', { name: 'Take all theirs' }));
    act(() => scene.services.selection.select(null));
    const again = await open(scene, id);
    expect(line(again, 'amountCents').getByRole<HTMLInputElement>('radio', { name: /Theirs/ }).checked).toBe(true);
  });

  it('over a row that is gone says so, and offers no values', async () => {
    const party = first(host.dataset.thirdParties);
    const id = edit(host, 'third-party', party, { name: 'Un' });
    host.outbox.changeOnServer('third-party', party.id, null);
    host.outbox.send();
    scene = showOutbox(host);
    const detail = await open(scene, id);
    expect(detail.textContent).toContain('Somebody else removed this record');
    expect(within(detail).queryByTestId('settlement')).toBeNull();
    expect(within(detail).getByRole('button', { name: 'Discard' })).toBeTruthy();
  });

  it('of an action is done all the same, or not', async () => {
    const cycle = host.dataset.billingCycles.find(({ state }) => state === 'open');
    if (cycle === undefined) throw new Error('the host has no open cycle');
    const { thirdPartyId, periodStart, periodEnd, currency } = cycle;
    const seen = { thirdPartyId, periodStart, periodEnd, currency, state: 'open' };
    const envelope = { entity: 'billing-cycle', id: cycle.id, baseVersion: 1, madeAtMs: 0 } as const;
    host.outbox.add({ ...envelope, mutationId: 'close-it', op: 'action', action: 'close', parameters: {}, seen });
    host.outbox.changeOnServer('billing-cycle', cycle.id, { currency: 'CHF' });
    host.outbox.send();
    scene = showOutbox(host);
    const detail = await open(scene, 'close-it');
    expect(detail.textContent).toContain('Changed meanwhile from EUR to CHF.');
    fireEvent.click(within(detail).getByRole('button', { name: 'Do it all the same' }));
    await waitFor(() => expect(scene.page.queryByTestId('detail')).toBeNull());
    act(() => host.outbox.send());
    expect(host.dataset.billingCycles.find(({ id }) => id === cycle.id)?.state).toBe('closed');
  });
});

describe('a refused change', () => {
  it('says the reason with its field, is mended and sent', async () => {
    const party = first(host.dataset.thirdParties);
    const id = edit(host, 'third-party', party, { name: 'Taken' });
    host.outbox.refuseNext('third-party', party.id, { code: 'invalid-value', field: 'name', detail: 'name: no' });
    host.outbox.send();
    scene = showOutbox(host);
    const detail = await open(scene, id);
    expect(within(detail).getByTestId('entry-state').textContent).toContain('Name: Enter a name');
    const input = line(detail, 'name').getByRole('textbox');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    fireEvent.change(input, { target: { value: 'Free' } });
    expect(input.getAttribute('aria-invalid')).toBeNull();
    send(detail);
    await waitFor(() => expect(scene.page.queryByTestId('detail')).toBeNull());
    act(() => host.outbox.send());
    expect(host.dataset.thirdParties.find(({ id: found }) => found === party.id)?.name).toBe('Free');
  });

  it('says what the data host has against the mended value', async () => {
    const party = first(host.dataset.thirdParties);
    const id = edit(host, 'third-party', party, { name: 'Taken' });
    host.outbox.refuseNext('third-party', party.id, { code: 'forbidden', detail: 'no' });
    host.outbox.send();
    scene = showOutbox(host);
    const detail = await open(scene, id);
    fireEvent.change(line(detail, 'name').getByRole('textbox'), { target: { value: ' ' } });
    send(detail);
    await waitFor(() => expect(line(detail, 'name').getByText(/Enter a name/)).toBeTruthy());
    expect(host.asked('outbox.settle')).toBe(0);
  });

  it.each(['fr', 'en'] as const)('has a reason in %s for each code', async (language) => {
    for (const code of REFUSAL_CODES) {
      const mutationId = `of-${code}`;
      host.outbox.put([{ state: 'rejected', title: code, mutationId, reason: { code, detail: 'English' } }]);
    }
    scene = showOutbox(host, language);
    for (const code of REFUSAL_CODES) {
      const detail = await open(scene, `of-${code}`);
      await waitFor(() => expect(within(detail).getByRole('heading').textContent).toBe(code));
      const said = detail.querySelector('.entry__explanation')?.textContent ?? '';
      expect(said, code).toMatch(/^\p{Lu}.+\.$/u);
      expect(said).not.toContain('English');
    }
  });
});
