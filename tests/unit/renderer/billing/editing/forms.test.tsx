import { act, fireEvent, screen, waitFor, within } from '../../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  BillingCycleDetail,
  createBillingLists,
  EditNotice,
  MissionDetail,
  ThirdPartyDetail,
  ThirdPartyManager,
} from '../../../../../renderer/billing/index.ts';
import { formatDate, type Language } from '../../../../../renderer/i18n/index.ts';
import type { BillingCycleState } from '../../../../../shared/domain/index.ts';
import { RpcError } from '../../../../../shared/rpc/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../../support/memory-host/memory-host.ts';
import { giveLayout } from '../../../../support/renderer/layout.ts';
import { renderWindow, type TestWindow } from '../../../../support/renderer/render-window.tsx';

let host: MemoryHost;
let scene: TestWindow | undefined;

beforeAll(() => giveLayout(1_000, 632));
beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 5, missions: 60, thirdParties: 8, billingCycles: 14 });
  host.outbox.isConnected = false;
});
afterEach(() => scene?.dispose());

const field = (name: string) => {
  const found = document.querySelector<HTMLElement>(`[data-field="${name}"]`);
  if (found === null) throw new Error(`there is no field ${name}`);
  return found;
};
const input = (name: string) => {
  const found = field(name).querySelector('input');
  if (found === null) throw new Error(`nothing is typed into ${name}`);
  return found;
};
const type = (name: string, value: string) => fireEvent.change(input(name), { target: { value } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const row = (id: string) => {
  const found = host.dataset.missions.find((mission) => mission.id === id);
  if (found === undefined) throw new Error(`there is no mission ${id}`);
  return found;
};
/** One that is in no cycle, so that nothing of it is frozen. */
const freeMission = () => row(host.dataset.missions.find(({ billingCycleId }) => billingCycleId === null)?.id ?? '');

async function editMission(id: string, language: Language = 'en') {
  scene = renderWindow(
    host,
    () => (
      <>
        <EditNotice />
        <MissionDetail id={id} />
      </>
    ),
    language,
  );
  const edit = language === 'fr' ? 'Modifier' : 'Edit';
  await waitFor(() => screen.getByRole('button', { name: edit }));
  press(edit);
  await waitFor(() => screen.getByTestId('mission-form'));
}

describe('the form of a mission', () => {
  it('keeps an edit though there is no server, shows it at once as not sent, and takes it back', async () => {
    const { id, amountCents } = freeMission();
    await editMission(id);
    type('amountCents', '1,234.56');
    press('Save');
    await waitFor(() => expect(screen.queryByTestId('mission-form')).toBeNull());
    expect(row(id).amountCents).toBe(123_456);
    await waitFor(() => expect(screen.getByTestId('unsent-line').textContent).toContain('Not sent'));
    expect(screen.getByTestId('detail').textContent).toContain('€1,234.56');
    expect(host.outbox.list()).toHaveLength(1);
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    await waitFor(() => expect(row(id).amountCents).toBe(amountCents));
    await waitFor(() => expect(screen.getByTestId('edit-notice').textContent).toContain('as before'));
    // There is nothing before that.
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    expect(host.asked('edits.patch') + host.asked('edits.patchMany')).toBe(2);
  });

  it('takes and writes money and distances as French has them', async () => {
    const { id } = freeMission();
    host.outbox.changeOnServer('mission', id, { amountCents: 123_456, distanceMetres: 12_345 });
    await editMission(id, 'fr');
    expect(input('amountCents').value).toBe('1\u202f234,56');
    expect(input('distanceMetres').value).toBe('12,345');
    type('amountCents', '9 876,5');
    fireEvent.blur(input('amountCents'));
    expect(input('amountCents').value).toBe('9\u202f876,50');
    press('Enregistrer');
    await waitFor(() => expect(row(id).amountCents).toBe(987_650));
  });

  it('does not save what is no amount, says so at the field, and leads there', async () => {
    const { id } = freeMission();
    await editMission(id);
    type('amountCents', '12,5');
    expect(input('amountCents').getAttribute('aria-invalid')).toBe('true');
    expect(field('amountCents').textContent).toContain('such as 1,234.56');
    input('customerName').focus();
    press('Save');
    await waitFor(() => expect(document.activeElement).toBe(input('amountCents')));
    expect(host.asked('edits.patch')).toBe(0);
  });

  it('marks what somebody else changed meanwhile, and saves by the choice of the person', async () => {
    const { id } = freeMission();
    await editMission(id);
    type('customerName', 'Mairie de Lyon');
    act(() => host.outbox.changeOnServer('mission', id, { customerName: 'SNCF', distanceMetres: 77_000 }));
    await waitFor(() => expect(field('customerName').textContent).toContain('Changed meanwhile to SNCF.'));
    // Nothing was entered there: it follows.
    expect(input('distanceMetres').value).toBe('77');
    press('Save');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Somebody changed this meanwhile'));
    expect(host.asked('edits.patch')).toBe(0);
    press('Keep mine');
    press('Save');
    await waitFor(() => expect(row(id).customerName).toBe('Mairie de Lyon'));
  });

  it('asks whether an amount still holds when the distance changed beside it', async () => {
    const { id } = freeMission();
    host.outbox.changeOnServer('mission', id, { distanceMetres: 10_000 });
    await editMission(id);
    type('amountCents', '50');
    act(() => host.outbox.changeOnServer('mission', id, { distanceMetres: 90_000 }));
    await waitFor(() => expect(field('distanceMetres').textContent).toContain('it was 10\u202fkm'));
    press('It does');
    press('Save');
    await waitFor(() => expect(row(id).amountCents).toBe(5_000));
  });

  it('says what the data host refuses, in its place, and keeps what was entered', async () => {
    const { id } = freeMission();
    await editMission(id);
    type('customerName', 'x');
    host.fail('edits.patch', new RpcError('storage-full', 'disk full'));
    press('Save');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('The disk is full'));
    expect(input('customerName').value).toBe('x');
    host.fail('edits.patch', null);
    press('Save');
    await waitFor(() => expect(row(id).customerName).toBe('x'));
  });

  it('offers again what was entered before the window was gone, and forgets it when told to', async () => {
    const { id } = freeMission();
    await editMission(id);
    type('customerName', 'Half a na');
    type('amountCents', '12x');
    scene?.dispose();
    await editMission(id);
    expect(screen.getByTestId('mission-form').textContent).toContain('is back');
    expect(input('customerName').value).toBe('Half a na');
    expect(input('amountCents').value).toBe('12x');
    press('Discard the changes');
    await waitFor(() => expect(screen.queryByTestId('mission-form')).toBeNull());
    press('Edit');
    await waitFor(() => screen.getByTestId('mission-form'));
    expect(input('customerName').value).not.toBe('Half a na');
  });

  it('lets only the name be changed where the cycle is closed', async () => {
    const { id } = freeMission();
    const closed = host.dataset.billingCycles.find(({ state }) => state === 'closed')?.id ?? '';
    host.outbox.changeOnServer('mission', id, { billingCycleId: closed });
    await editMission(id);
    await waitFor(() => expect(input('amountCents').disabled).toBe(true));
    expect(input('customerName').disabled).toBe(false);
    type('customerName', 'y');
    press('Save');
    await waitFor(() => expect(row(id).customerName).toBe('y'));
  });

  it('says that the row was removed while one typed', async () => {
    const { id } = freeMission();
    await editMission(id);
    type('customerName', 'x');
    act(() => {
      host.dataset.missions = host.dataset.missions.filter((mission) => mission.id !== id);
      host.touch(['mission']);
    });
    await waitFor(() => expect(screen.getByTestId('mission-form').textContent).toContain('Somebody removed it'));
    expect(input('customerName').value).toBe('x');
  });

  it('names a third party by what one types', async () => {
    const { id } = freeMission();
    host.outbox.changeOnServer('mission', id, { thirdPartyId: null });
    await editMission(id);
    const party = host.dataset.thirdParties[3];
    input('thirdPartyId').focus();
    type('thirdPartyId', party?.name.slice(0, 6) ?? '');
    const option = await waitFor(() => screen.getAllByRole('option', { name: new RegExp(party?.name ?? '') })[0]);
    fireEvent.click(option ?? document.body);
    await waitFor(() => expect(input('thirdPartyId').value).toBe(party?.name));
    press('Save');
    await waitFor(() => expect(row(id).thirdPartyName).toBe(party?.name));
  });
});

describe('third parties', () => {
  function manage() {
    scene = renderWindow(host, ({ connection, clock }) => (
      <>
        <EditNotice />
        <ThirdPartyManager model={createBillingLists(connection, clock).thirdParties} />
      </>
    ));
    return waitFor(() => expect(screen.getByTestId('third-party-list').dataset['state']).toBe('ready'));
  }

  it('are added by key, checked, shown at once, and the addition is undone', async () => {
    await manage();
    fireEvent.keyDown(document.body, { key: 'n' });
    await waitFor(() => screen.getByTestId('third-party-form'));
    press('Save');
    await waitFor(() => expect(field('name').textContent).toContain('Enter a name'));
    expect(host.asked('edits.create')).toBe(0);
    type('name', 'Aaa Autocars ');
    type('contactInfo.city', 'Lyon');
    press('Save');
    await waitFor(() => expect(screen.queryByTestId('third-party-form')).toBeNull());
    const made = host.dataset.thirdParties.find(({ name }) => name === 'Aaa Autocars');
    expect(made).toMatchObject({ type: 'customer', contactInfo: { city: 'Lyon' }, unsent: 'queued' });
    expect(scene?.services.selection.state.getState().selected).toEqual({ panel: 'third-parties', id: made?.id });
    press(/Undo/);
    await waitFor(() => expect(host.dataset.thirdParties.some(({ id }) => id === made?.id)).toBe(false));
  });

  it('are removed after a question; one that is in use is not, and it is said why', async () => {
    const id = host.dataset.missions.find(({ thirdPartyId }) => thirdPartyId !== null)?.thirdPartyId ?? '';
    // This machine does not know yet that a mission names it.
    const unused = { missionCount: 0, cycleCount: 0 };
    host.dataset.thirdParties = host.dataset.thirdParties.map((row) => (row.id === id ? { ...row, ...unused } : row));
    scene = renderWindow(host, () => (
      <>
        <EditNotice />
        <ThirdPartyDetail id={id} onShowMissions={() => undefined} onShowCycles={() => undefined} />
      </>
    ));
    await waitFor(() => screen.getByRole('button', { name: 'Remove' }));
    fireEvent.keyDown(document.body, { key: 'Delete' });
    const confirm = await waitFor(() => screen.getByTestId('confirm'));
    expect(host.asked('edits.remove')).toBe(0);
    fireEvent.click(within(confirm).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByTestId('confirm')).toBeNull());
    expect(host.asked('edits.remove')).toBe(0);
    press('Remove');
    const again = await waitFor(() => screen.getByTestId('confirm'));
    fireEvent.click(within(again).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(screen.getByTestId('edit-notice').textContent).toContain('still in use'));
    expect(host.dataset.thirdParties.some((party) => party.id === id)).toBe(true);
  });

  it('are archived rather than removed once they are used, and it is undone', async () => {
    const party = host.dataset.thirdParties.find(({ missionCount }) => missionCount > 0);
    const id = party?.id ?? '';
    scene = renderWindow(host, () => (
      <>
        <EditNotice />
        <ThirdPartyDetail id={id} onShowMissions={() => undefined} onShowCycles={() => undefined} />
      </>
    ));
    await waitFor(() => screen.getByRole('button', { name: 'Archive' }));
    expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull();
    press('Archive');
    await waitFor(() => expect(screen.getByTestId('standing-note').dataset['standing']).toBe('archived'));
    expect(screen.getByTestId('edit-notice').textContent).toContain('is archived');
    press(/Undo/);
    await waitFor(() => expect(screen.queryByTestId('standing-note')).toBeNull());
  });

  it('say what others have written wrongly of them, and are mended at the field', async () => {
    const party = host.dataset.thirdParties[0];
    const id = party?.id ?? '';
    host.dataset.thirdParties = host.dataset.thirdParties.map((row) =>
      row.id === id ? { ...row, contactInfo: { ...row.contactInfo, siren: '732829321', fax: '1' } } : row,
    );
    scene = renderWindow(host, () => (
      <ThirdPartyDetail id={id} onShowMissions={() => undefined} onShowCycles={() => undefined} />
    ));
    await waitFor(() => expect(screen.getByTestId('wrong-contact').textContent).toContain('check digit'));
    press('Correct');
    await waitFor(() => screen.getByTestId('third-party-form'));
    // What nobody touches keeps nobody from saving.
    type('contactInfo.siren', '356 000 001');
    await waitFor(() => expect(field('contactInfo.siren').textContent).toContain('check digit'));
    type('contactInfo.siren', '356 000 000');
    press('Save');
    await waitFor(() => expect(screen.queryByTestId('third-party-form')).toBeNull());
    const row = host.dataset.thirdParties.find((one) => one.id === id);
    expect(row?.contactInfo).toMatchObject({ siren: '356000000', fax: '1' });
  });

  it('are not made twice: what is like one that is entered is named meanwhile', async () => {
    await manage();
    const known = host.dataset.thirdParties[2]?.name ?? '';
    fireEvent.keyDown(document.body, { key: 'n' });
    await waitFor(() => screen.getByTestId('third-party-form'));
    type('name', known.toUpperCase());
    await waitFor(() => expect(screen.getByTestId('like-hint').textContent).toContain(known));
    expect(screen.getByTestId('like-hint').textContent).toContain('same name');
  });
});

/** The detail of a cycle that is in a state. */
async function showCycle(state: BillingCycleState, language: Language = 'en', change: object = {}) {
  const [cycle] = host.dataset.billingCycles;
  const id = cycle?.id ?? '';
  host.dataset.billingCycles = host.dataset.billingCycles.map((row) =>
    row.id === id ? { ...row, state, ...change } : row,
  );
  scene = renderWindow(
    host,
    () => <BillingCycleDetail id={id} onShowMissions={() => undefined} onOpen={() => undefined} />,
    language,
  );
  await waitFor(() => screen.getByTestId('cycle-next'));
  return id;
}

describe('a billing cycle', () => {
  it('offers nothing that its state forbids, and says why, in both languages', async () => {
    await showCycle('closed');
    const forbidden = () =>
      ['Edit', 'Remove', 'Modifier', 'Supprimer'].filter((name) => screen.queryByRole('button', { name }));
    expect(forbidden()).toEqual([]);
    expect(screen.getByTestId('locked').textContent).toContain('has to be opened again');
    fireEvent.keyDown(document.body, { key: 'e' });
    expect(screen.queryByTestId('billing-cycle-form')).toBeNull();
    scene?.dispose();
    await showCycle('invoiced', 'fr');
    expect(forbidden()).toEqual([]);
    expect(screen.getByTestId('locked').textContent).toContain('Des avoirs l’annulent');
    scene?.dispose();
    await showCycle('transmitted', 'en', { transmission: 'deposited', isCredited: true });
    expect(screen.getByTestId('locked').textContent).toContain('can be billed in another cycle');
    scene?.dispose();
    await showCycle('open');
    expect(screen.queryByTestId('locked')).toBeNull();
    screen.getByRole('button', { name: 'Edit' });
  });

  it('says at the first day which other cycle bills the same in these days, and is saved as a draft all the same', async () => {
    const other = host.dataset.billingCycles.find(({ state }) => state === 'open');
    const id = await showCycle('draft', 'en', {
      ...{ thirdPartyId: other?.thirdPartyId ?? null, thirdPartyName: other?.thirdPartyName ?? null },
      ...{ periodStart: '2031-01-01', periodEnd: '2031-01-31', currency: other?.currency ?? '' },
    });
    press('Edit');
    await waitFor(() => screen.getByTestId('billing-cycle-form'));
    expect(field('periodStart').textContent).not.toContain('bills the same');
    type('periodStart', formatDate(other?.periodStart ?? ''));
    type('periodEnd', formatDate(other?.periodEnd ?? ''));
    await waitFor(() => expect(field('periodStart').textContent).toContain(`“${other?.label ?? ''}” bills the same`));
    press('Save');
    await waitFor(() => expect(screen.queryByTestId('billing-cycle-form')).toBeNull());
    expect(host.dataset.billingCycles.find((row) => row.id === id)?.periodStart).toBe(other?.periodStart);
  });

  it('says at the field that its third party was archived in between, and keeps all that was typed', async () => {
    const party = host.dataset.thirdParties[3];
    const setStanding = (standing: 'archived' | 'active') =>
      act(() => {
        host.dataset.thirdParties = host.dataset.thirdParties.map((row) =>
          row.id === party?.id ? { ...row, standing } : row,
        );
        host.touch(['third-party']);
      });
    await showCycle('draft', 'fr', { thirdPartyId: null });
    press('Modifier');
    await waitFor(() => screen.getByTestId('billing-cycle-form'));
    type('label', 'Mars <b>"2026"</b> 🚌');
    input('thirdPartyId').focus();
    type('thirdPartyId', party?.name.slice(0, 6) ?? '');
    fireEvent.click(
      (await waitFor(() => screen.getAllByRole('option', { name: new RegExp(party?.name ?? '') })[0])) ?? document.body,
    );
    await waitFor(() => expect(input('thirdPartyId').value).toBe(party?.name));
    setStanding('archived');
    await waitFor(() => expect(field('thirdPartyId').textContent).toContain('Ce tiers est archivé'));
    press('Enregistrer');
    await waitFor(() => expect(document.activeElement).toBe(input('thirdPartyId')));
    expect(host.asked('edits.patch')).toBe(0);
    expect([input('label').value, input('thirdPartyId').value]).toEqual(['Mars <b>"2026"</b> 🚌', party?.name]);
    setStanding('active');
    await waitFor(() => expect(field('thirdPartyId').textContent).not.toContain('archivé'));
    press('Enregistrer');
    await waitFor(() => expect(screen.queryByTestId('billing-cycle-form')).toBeNull());
    expect(host.dataset.billingCycles[0]).toMatchObject({ thirdPartyId: party?.id, label: 'Mars <b>"2026"</b> 🚌' });
  });

  it('is opened at once and closed after a question, as far as its state allows', async () => {
    const cycle = host.dataset.billingCycles.find(({ state }) => state === 'draft');
    const id = cycle?.id ?? '';
    scene = renderWindow(host, () => (
      <BillingCycleDetail id={id} onShowMissions={() => undefined} onOpen={() => undefined} />
    ));
    await waitFor(() => screen.getByRole('button', { name: 'Open the cycle' }));
    expect(screen.queryByRole('button', { name: 'Close the cycle' })).toBeNull();
    press('Open the cycle');
    await waitFor(() => screen.getByRole('button', { name: 'Close the cycle' }));
    press('Close the cycle');
    const confirm = await waitFor(() => screen.getByTestId('confirm'));
    fireEvent.click(within(confirm).getByRole('button', { name: 'Close the cycle' }));
    await waitFor(() => expect(host.dataset.billingCycles.find((one) => one.id === id)?.state).toBe('closed'));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull());
  });
});
