import { cleanup, fireEvent, screen, waitFor, within } from '../../../support/renderer/library.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { createGroundStore, GroundProvider, GroundTools } from '../../../../renderer/ground/index.ts';
import type { GroundLayer } from '../../../../shared/contract/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { memoryLayer } from '../../../support/memory-host/memory-ground.ts';
import { createMemoryHost } from '../../../support/memory-host/memory-host.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

let shown: TestWindow | undefined;
afterEach(() => {
  cleanup();
  shown?.dispose();
  shown = undefined;
});

async function show(layers: GroundLayer[] = []) {
  const host = createMemoryHost({ vehicles: 1, missions: 1 });
  host.ground.state = { ...host.ground.state, layers };
  shown = renderWindow(host, ({ connection, clock }) => {
    const store = createGroundStore(connection, clock);
    return (
      <GroundProvider store={store}>
        <GroundTools />
      </GroundProvider>
    );
  });
  fireEvent.click(screen.getByRole('button', { name: 'Map and layers' }));
  await screen.findByRole('heading', { name: 'Layers on this workstation' });
  return host;
}
function choose(file: File): void {
  const input = document.querySelector('input[type=file]');
  if (!(input instanceof HTMLInputElement)) throw new Error('there is no input for a file');
  fireEvent.change(input, { target: { files: [file] } });
}

describe('the layers of a workstation', () => {
  it('say how to begin where there are none, and take a file in parts', async () => {
    const host = await show();
    expect(screen.getByText(/None yet: bring GeoJSON/)).toBeDefined();
    choose(new File([new Uint8Array(1_300_000)], 'Depots of the north.geojson'));
    expect(await screen.findByRole('checkbox', { name: 'Show Depots of the north' })).toBeDefined();
    expect(host.asked('ground.import.send')).toBe(3);
    expect(screen.getByTestId('ground-import').textContent).toBe('');
  });

  it('say where in the file it is wrong, and what to do', async () => {
    const host = await show();
    host.ground.nextImport = {
      result: 'refused',
      reason: { code: 'bad-row', file: 'stops.txt', line: 812, field: 'stop_lat', detail: 'x' },
    };
    choose(new File(['x'], 'network.zip'));
    expect(
      await screen.findByText(
        'stops.txt, line 812, stop_lat: cannot be read. Mend it in the file, then import it again.',
      ),
    ).toBeDefined();
  });

  it('say that the disk is full, and try again when there is room', async () => {
    const host = await show();
    host.fail('ground.import.begin', new RpcError('storage-full', 'full'));
    choose(new File(['x'], 'a.geojson'));
    expect(await screen.findByText(/The import did not succeed: /)).toBeDefined();
    host.fail('ground.import.begin', null);
    choose(new File(['x'], 'a.geojson'));
    expect(await screen.findByRole('checkbox', { name: 'Show a' })).toBeDefined();
  });

  it('are switched off, renamed and removed', async () => {
    const host = await show([memoryLayer('a', 'Zones'), memoryLayer('b', 'Stops', { kind: 'gtfs' })]);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Show Zones' }));
    await waitFor(() => expect(host.ground.state.layers[0]?.isShown).toBe(false));

    fireEvent.click(screen.getByRole('button', { name: 'Rename Zones' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: 'Areas' } });
    fireEvent.click(screen.getByRole('button', { name: 'Keep' }));
    await screen.findByRole('checkbox', { name: 'Show Areas' });

    fireEvent.click(screen.getByRole('button', { name: 'Remove Stops' }));
    const question = await screen.findByTestId('confirm');
    expect(question.textContent).toContain('The file that it came from stays.');
    fireEvent.click(within(question).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(host.ground.state.layers.map(({ name }) => name)).toEqual(['Areas']));
  });

  it("say what was left out, and why a layer of IT's is not as its file", async () => {
    await show([
      memoryLayer('a', 'Zones', {
        leftOut: 2,
        notices: [{ code: 'bad-row', file: 'z.geojson', feature: 7, detail: '' }],
      }),
      memoryLayer('it-1', 'Network', {
        isManaged: true,
        data: { key: 'k', bytes: 1 },
        fault: { code: 'missing', file: '/srv/n.zip', detail: '', sinceMs: 0 },
      }),
    ]);
    expect(screen.getByText(/2 parts left out – z\.geojson, feature 7: cannot be read/)).toBeDefined();
    expect(screen.getByText('Its file is away: shown as last read.')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Remove Network' })).toBeNull();
  });
});
