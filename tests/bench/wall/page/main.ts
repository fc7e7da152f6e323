import { isPeer, type Peer } from '../scene.ts';
import { showWithObjects } from './deck-objects.ts';
import { createGround } from './ground.ts';
import { readObjects } from './object-stream.ts';
import { createPixelProbe, type PixelProbe } from './pixel-probe.ts';
import { showWithSetData } from './set-data.ts';
import type { Shown } from './shown.ts';
import { showVigie } from './vigie.tsx';

/** What the benchmark calls. */
export interface BenchPage {
  probe: PixelProbe;
  /** Asks a peer for so many pictures of the same, one each 100 ms. */
  redraw(pictures: number): Promise<void>;
  /** Moves Vigie's map. */
  lookAt(to: { longitude: number; latitude: number; zoom: number }): void;
}

document.documentElement.dataset['theme'] = 'dark';
const probe = createPixelProbe();
const peer = new URLSearchParams(location.search).get('peer');
const session = location.hash.replace('#token=', '');
const url = `ws://${location.host}/rpc`;
const root = document.getElementById('root');
if (root === null || !isPeer(peer)) throw new Error(`the address names no peer: ${location.search}`);

async function showPeer(container: HTMLElement, name: Exclude<Peer, 'vigie'>): Promise<Shown> {
  const map = await createGround(container);
  const shown = await (name === 'objects' ? showWithObjects(map) : showWithSetData(map, name === 'setData'));
  readObjects(url, session, (positions) => shown.show(positions));
  return shown;
}

const lookAt = peer === 'vigie' ? showVigie(root, url, session) : () => undefined;
const shown = peer === 'vigie' ? undefined : await showPeer(root, peer);
const page: BenchPage = {
  probe,
  lookAt,
  async redraw(pictures) {
    for (let picture = 0; picture < pictures; picture++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      shown?.redraw();
    }
  },
};
Reflect.set(window, 'bench', page);
