import { act, waitFor } from '../../../support/renderer/library.ts';
import { expect, it } from 'vitest';
import { LiveFrame } from '../../../../renderer/status/index.ts';
import { createMemoryHost } from '../../../support/memory-host/memory-host.ts';
import { renderWindow } from '../../../support/renderer/render-window.tsx';

it('says over a map since when its feed is silent, though frames go on, and no longer once it speaks', async () => {
  const host = createMemoryHost({ vehicles: 3, missions: 3 });
  const scene = renderWindow(host, () => <LiveFrame className="">the map</LiveFrame>);
  const frame = () => scene.page.container.querySelector<HTMLElement>('.live-frame');
  act(() =>
    scene.worker.say({
      ...{ type: 'state', state: 'live', sinceMs: Date.now(), fault: null },
      repairs: { gaps: 0, malformed: 0, reconnections: 0 },
    }),
  );
  await waitFor(() => expect(frame()?.dataset['live']).toBe('true'));
  expect(frame()?.textContent).toBe('the map');
  const { feed } = host.health;
  if (feed === null) throw new Error('the host tells of no feed');
  const lastFixAtMs = new Date(2026, 2, 3, 14, 2, 7).getTime();
  act(() => host.setHealth({ feed: { ...feed, state: 'silent', lastFixAtMs } }));
  await waitFor(() => expect(frame()?.textContent).toBe('the mapnot live since 14:02:07'));
  expect(frame()?.dataset['live']).toBe('false');
  act(() => host.setHealth({ feed }));
  await waitFor(() => expect(frame()?.textContent).toBe('the map'));
  scene.dispose();
});
