import { act, fireEvent, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { RpcError } from '../../../../shared/rpc/index.ts';
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

const rows = () => within(scene.panel).getAllByRole('row').slice(1);
const total = (count: number) => waitFor(() => expect(scene.panel.dataset['total']).toBe(String(count)));

describe('the list of what is not sent', () => {
  it('says that all is sent, calmly', async () => {
    scene = showOutbox(host);
    await total(0);
    expect(scene.panel.textContent).toContain('All is sent');
    expect(within(scene.panel).queryByRole('button', { name: 'Send now' })).toBeNull();
  });

  it('shows what, the values before and after, and what a person must settle first', async () => {
    const party = first(host.dataset.thirdParties);
    edit(host, 'third-party', party, { 'contactInfo.city': 'Villeurbanne' });
    host.outbox.put([{ state: 'unreadable', title: 'x' }]);
    scene = showOutbox(host);
    await total(2);
    expect(rows().map((row) => row.querySelector('[data-state]')?.getAttribute('data-state'))).toEqual([
      'unreadable',
      'queued',
    ]);
    expect(rows()[1]?.textContent).toContain(party.name);
    expect(rows()[1]?.textContent).toMatch(/City from Lyon.* to Villeurbanne|City.*→.*Villeurbanne/);
  });

  it('follows the queue by itself', async () => {
    scene = showOutbox(host);
    await total(0);
    const party = first(host.dataset.thirdParties);
    act(() => void edit(host, 'third-party', party, { name: 'Neuf' }));
    await total(1);
    act(() => host.outbox.send());
    await total(0);
  });

  it('draws only what is seen of 10,000', async () => {
    host.outbox.put(Array.from({ length: 10_000 }, (_, index) => ({ state: 'queued', title: `row ${index}` })));
    scene = showOutbox(host);
    await total(10_000);
    await waitFor(() => expect(rows()[0]?.textContent).toContain('row 0'));
    expect(rows().length).toBeLessThan(40);
    expect(scene.panel.textContent).toContain('10,000 changes');
  });

  it('shows those of one row only, and all again', async () => {
    const [one, other] = host.dataset.thirdParties;
    if (one === undefined || other === undefined) throw new Error('the host has two third parties');
    edit(host, 'third-party', one, { name: 'Un' });
    edit(host, 'third-party', other, { name: 'Deux' });
    scene = showOutbox(host);
    await total(2);
    const scope = { entity: 'third-party', id: one.id, label: one.name } as const;
    act(() => scene.services.outbox.list.setFilter({ view: 'all', scope }));
    await total(1);
    fireEvent.click(within(scene.panel).getByRole('button', { name: new RegExp(`^Only: ${one.name}`) }));
    await total(2);
  });

  it('says why nothing goes: offline, or a fault of sending with its remedy', async () => {
    edit(host, 'third-party', first(host.dataset.thirdParties), { name: 'Un' });
    scene = showOutbox(host);
    await total(1);
    expect(scene.page.queryByTestId('offline-notice')).toBeNull();
    act(() => host.setHealth({ server: { ...host.health.server, state: 'offline' } }));
    await waitFor(() => expect(scene.page.getByTestId('offline-notice').textContent).toMatch(/kept on this computer/));
    const fault = { code: 'unauthorized', message: '401', sinceMs: Date.now() } as const;
    act(() => host.setHealth({ outbox: { ...host.health.outbox, fault } }));
    await waitFor(() => expect(scene.page.getByTestId('paused-notice').textContent).toMatch(/Sign in again/));
  });

  it('says why it cannot be read, and tries again', async () => {
    host.fail('outbox.page', new RpcError('storage-corrupt', 'malformed'));
    scene = showOutbox(host);
    await waitFor(() => expect(scene.panel.textContent).toContain('The local data is damaged.'));
    host.fail('outbox.page', null);
    fireEvent.click(within(scene.panel).getByRole('button', { name: 'Try again' }));
    await total(0);
  });

  it('sends at once when asked', async () => {
    edit(host, 'third-party', first(host.dataset.thirdParties), { name: 'Un' });
    scene = showOutbox(host);
    await total(1);
    host.outbox.isConnected = true;
    fireEvent.click(within(scene.panel).getByRole('button', { name: 'Send now' }));
    await total(0);
    expect(host.dataset.thirdParties.some(({ name }) => name === 'Un')).toBe(true);
  });
});

describe('an entry that waits', () => {
  it('says what it changes and that it is kept', async () => {
    const id = edit(host, 'third-party', first(host.dataset.thirdParties), { name: 'Un' });
    scene = showOutbox(host);
    const detail = await open(scene, id);
    expect(within(detail).getByTestId('entry-state').dataset['state']).toBe('queued');
    expect(detail.textContent).toContain('Kept on this computer until it is sent.');
    expect(detail.textContent).toContain('not yet');
  });

  it('leads to the one that it waits for', async () => {
    const party = first(host.dataset.thirdParties);
    const blocking = edit(host, 'third-party', party, { name: 'Un' });
    host.outbox.refuseNext('third-party', party.id, { code: 'forbidden', detail: 'no' });
    host.outbox.send();
    const held = edit(host, 'third-party', party, { 'contactInfo.city': 'Vienne' });
    scene = showOutbox(host);
    const detail = await open(scene, held);
    expect(within(detail).getByTestId('entry-state').dataset['state']).toBe('held');
    fireEvent.click(within(detail).getByRole('button', { name: 'Show the change that it waits for' }));
    expect(scene.services.selection.state.getState().selected?.id).toBe(blocking);
  });

  it('closes and says so when it arrives while it is looked at', async () => {
    const id = edit(host, 'third-party', first(host.dataset.thirdParties), { name: 'Un' });
    scene = showOutbox(host);
    await open(scene, id);
    act(() => host.outbox.send());
    await waitFor(() => expect(scene.page.queryByTestId('detail')).toBeNull());
    expect(scene.page.getByTestId('outbox-notice').textContent).toContain('The server has the change');
  });
});

describe('discarding', () => {
  it('asks first, can be undone from the notice for as long as it stands, and from the list of discarded ones', async () => {
    const party = first(host.dataset.thirdParties);
    const id = edit(host, 'third-party', party, { name: 'Un' });
    scene = showOutbox(host);
    await total(1);
    const discard = async () => {
      fireEvent.click(within(await open(scene, id)).getByRole('button', { name: 'Discard' }));
      fireEvent.click(within(await scene.page.findByTestId('confirm')).getByRole('button', { name: 'Discard' }));
      await total(0);
    };
    await discard();
    expect(host.dataset.thirdParties[0]?.name).toBe(party.name);
    const notice = scene.page.getByTestId('outbox-notice');
    expect(notice.textContent).toContain(`Discarded: ${party.name}`);
    fireEvent.click(within(notice).getByRole('button', { name: 'Undo' }));
    await total(1);
    await discard();
    fireEvent.click(within(notice).getByRole('button', { name: 'Put away' }));
    expect(notice.textContent).toBe('');
    fireEvent.click(within(scene.panel).getByRole('radio', { name: 'Discarded' }));
    await total(1);
    fireEvent.click(within(await open(scene, id)).getByRole('button', { name: 'Bring back' }));
    await total(0);
    expect(host.outbox.entries[0]?.state).toBe('queued');
  });

  it('does nothing when the person thinks better of it', async () => {
    const id = edit(host, 'third-party', first(host.dataset.thirdParties), { name: 'Un' });
    scene = showOutbox(host);
    fireEvent.click(within(await open(scene, id)).getByRole('button', { name: 'Discard' }));
    fireEvent.click(within(await scene.page.findByTestId('confirm')).getByRole('button', { name: 'Cancel' }));
    expect(host.asked('outbox.discard')).toBe(0);
  });

  it('says what went wrong, and keeps the entry', async () => {
    const id = edit(host, 'third-party', first(host.dataset.thirdParties), { name: 'Un' });
    host.fail('outbox.discard', new RpcError('storage-full', 'ENOSPC'));
    scene = showOutbox(host);
    fireEvent.click(within(await open(scene, id)).getByRole('button', { name: 'Discard' }));
    fireEvent.click(within(await scene.page.findByTestId('confirm')).getByRole('button', { name: 'Discard' }));
    await waitFor(() => expect(scene.page.getByTestId('outbox-notice').textContent).toContain('The disk is full'));
    expect(scene.page.getByTestId('detail')).toBeTruthy();
  });
});

describe('what cannot be sent as it is', () => {
  it.each([
    ['unreadable', /Copy it as text/],
    ['recovered', /found in the backup/],
    ['other-server', /made for another server/],
  ] as const)('%s: is explained, and can be copied as text', async (state, text) => {
    const written = vi.fn().mockResolvedValue(undefined);
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: written } });
    host.outbox.put([
      {
        state,
        title: 'Néon',
        mutationId: 'odd',
        reason: { code: 'malformed', detail: 'op: unknown' },
        raw: '{"amount": 7}',
      },
    ]);
    scene = showOutbox(host);
    const detail = await open(scene, 'odd');
    expect(detail.textContent).toMatch(text);
    fireEvent.click(within(detail).getByRole('button', { name: 'Copy as text' }));
    await waitFor(() => expect(detail.textContent).toContain('Copied.'));
    expect(written.mock.calls[0]?.[0]).toMatch(/Néon[\s\S]*op: unknown[\s\S]*"amount": 7/);
    Reflect.deleteProperty(navigator, 'clipboard');
  });

  it('is shown as text to select where there is no clipboard', async () => {
    host.outbox.put([{ state: 'unreadable', title: 'Néon', mutationId: 'odd' }]);
    scene = showOutbox(host);
    const detail = await open(scene, 'odd');
    fireEvent.click(within(detail).getByRole('button', { name: 'Copy as text' }));
    const area = await within(detail).findByRole<HTMLTextAreaElement>('textbox', { name: 'The change as text' });
    expect(area.value).toContain('Néon');
    await waitFor(() => expect(document.activeElement).toBe(area));
    expect(area.selectionEnd).toBe(area.value.length);
  });
});
