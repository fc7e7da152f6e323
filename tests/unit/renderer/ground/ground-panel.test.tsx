import { cleanup, fireEvent, screen, waitFor } from '../../../support/renderer/library.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { createGroundStore, GroundProvider, GroundTools } from '../../../../renderer/ground/index.ts';
import type { ArchiveInfo, BaseMapState } from '../../../../shared/contract/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { createMemoryHost } from '../../../support/memory-host/memory-host.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

let shown: TestWindow | undefined;
afterEach(() => {
  cleanup();
  shown?.dispose();
  shown = undefined;
});

function show(baseMap: Partial<BaseMapState> = {}, language: 'fr' | 'en' = 'en') {
  const host = createMemoryHost({ vehicles: 1, missions: 1 });
  host.ground.state = { ...host.ground.state, baseMap: { ...host.ground.state.baseMap, ...baseMap } };
  shown = renderWindow(
    host,
    ({ connection, clock }) => {
      const store = createGroundStore(connection, clock);
      return (
        <GroundProvider store={store}>
          <GroundTools />
        </GroundProvider>
      );
    },
    language,
  );
  return host;
}
const open = () => fireEvent.click(screen.getByRole('button', { name: 'Map and layers' }));
const file = '/mnt/maps/city.pmtiles';
const fault = { code: 'missing', file, detail: 'it is not there', sinceMs: 0 } as const;
const archive: ArchiveInfo = { key: 'k', tiles: 'vector', minZoom: 0, maxZoom: 14, bounds: [0, 0, 1, 1] };

describe('the base map in the console', () => {
  it('is the offline one, and an archive is asked for by the desktop', async () => {
    const host = show();
    open();
    const offline = await screen.findByRole<HTMLInputElement>('radio', { name: /always there/ });
    expect(offline.checked).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: 'Choose a file…' }));
    await waitFor(() => expect(host.ground.picked).toBe(1));
    fireEvent.click(screen.getByRole('radio', { name: /Map archive/ }));
    await waitFor(() => expect(host.ground.picked).toBe(2));
  });

  it('goes back to the archive that was chosen before without asking', async () => {
    const host = show({ lastArchive: file });
    open();
    fireEvent.click(await screen.findByRole('radio', { name: /Map archive.*city\.pmtiles/ }));
    await waitFor(() => expect(host.ground.state.baseMap.choice).toEqual({ kind: 'archive', file }));
    expect(host.ground.picked).toBe(0);
  });

  it('says in one sentence that the archive is away, and that by itself no more when it is back', async () => {
    const host = show({ choice: { kind: 'archive', file }, chosenBy: 'person', fault });
    const notice = screen.getByTestId('ground-notice');
    await waitFor(() => expect(notice.textContent).toContain('The map archive city.pmtiles is not there.'));
    expect(notice.textContent).toContain('The map that comes with Vigie is shown until it is back.');
    host.ground.state = { ...host.ground.state, baseMap: { ...host.ground.state.baseMap, fault: null, archive } };
    host.groundChanged();
    await waitFor(() => expect(notice.textContent).toBe(''));
    open();
    expect(await screen.findByText(/city\.pmtiles · Zoom 0 to 14/)).toBeDefined();
  });

  it('cannot be changed where the policy sets it', async () => {
    show({ choice: { kind: 'archive', file }, chosenBy: 'policy', archive });
    open();
    expect(await screen.findByText(/Set by your IT department/)).toBeDefined();
    const radios = screen.getAllByRole<HTMLInputElement>('radio');
    expect(radios.map((radio) => radio.disabled)).toEqual([true, true]);
    expect(screen.queryByRole('button', { name: 'Choose a file…' })).toBeNull();
  });

  it('comes from the network only where it may, and says from where', async () => {
    const host = show({ onlineOrigins: ['https://tiles.example.com'] });
    open();
    const address = await screen.findByRole('textbox', { name: 'Address of the style' });
    fireEvent.change(address, { target: { value: 'https://evil.example/style.json' } });
    fireEvent.click(screen.getByRole('button', { name: 'Show it' }));
    expect(await screen.findByText(/may come only from https:\/\/tiles\.example\.com/)).toBeDefined();
    expect(host.ground.state.baseMap.choice).toEqual({ kind: 'offline' });
    fireEvent.change(address, { target: { value: 'https://tiles.example.com/style.json' } });
    fireEvent.click(screen.getByRole('button', { name: 'Show it' }));
    await waitFor(() =>
      expect(host.ground.state.baseMap.choice).toEqual({ kind: 'style', url: 'https://tiles.example.com/style.json' }),
    );
  });

  it('is not offered from the network where the policy does not allow it', async () => {
    show();
    open();
    await screen.findByRole('radio', { name: /always there/ });
    expect(screen.queryByText('Online map')).toBeNull();
  });

  it('stays as it is where the choice cannot be kept, and says why', async () => {
    const host = show({ choice: { kind: 'archive', file }, chosenBy: 'person', archive });
    open();
    host.fail('ground.chooseBaseMap', new RpcError('storage-full', 'full'));
    fireEvent.click(await screen.findByRole('radio', { name: /always there/ }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/disk/i);
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /Map archive/ }).checked).toBe(true);
  });

  it('closes with Escape, and the focus goes back to its button', async () => {
    show();
    open();
    await screen.findByTestId('ground-panel');
    fireEvent.keyDown(document.body, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId('ground-panel')).toBeNull());
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Map and layers'));
  });
});
