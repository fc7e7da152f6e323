import { waitFor } from '../../../support/renderer/library.ts';
import { useRef } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AlarmsProvider, WallAlarms } from '../../../../renderer/alarms/index.ts';
import type { AlarmRow } from '../../../../shared/contract/index.ts';
import { alarmRowOf } from '../../../support/alarm-rows.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

/** The alarms of a wall, which nobody clicks: the most urgent as far as there is room, and in a flood what explains them. */
let host: MemoryHost;
let scene: TestWindow;

beforeEach(() => {
  localStorage.clear();
  host = createMemoryHost({ vehicles: 6, missions: 6 });
});
afterEach(() => scene.dispose());

function Cell({ limit }: { limit: number }) {
  const room = useRef<HTMLDivElement>(null);
  return <WallAlarms room={room} limit={limit} />;
}

async function show(alarms: readonly AlarmRow[], limit: number, language: 'fr' | 'en') {
  host.dataset.alarms.push(...alarms);
  scene = renderWindow(
    host,
    () => (
      <AlarmsProvider>
        <Cell limit={limit} />
      </AlarmsProvider>
    ),
    language,
  );
  const cell = await scene.page.findByTestId('alarms-cell');
  await waitFor(() => expect(cell.dataset['announced']).toBe(String(alarms.length)));
  return cell;
}

it('stand with the most urgent on top, and say how many more there are', async () => {
  const low = Array.from({ length: 3 }, () => alarmRowOf({ priority: 'low' }));
  const critical = alarmRowOf({ priority: 'critical', vehicleCode: 'BUS-0007' });
  const cell = await show([...low, critical], 2, 'en');
  await waitFor(() => expect(cell.querySelectorAll('[data-alarm]')).toHaveLength(2));
  expect(cell.querySelector('[data-alarm]')?.textContent).toContain('BUS-0007');
  expect(cell.querySelector('tbody tr:last-child')?.textContent).toContain('2');
  expect(cell.textContent).not.toContain('ten minutes');
});

it('say that nothing stands', async () => {
  const cell = await show([], 5, 'fr');
  await waitFor(() => expect(cell.textContent).toContain('Aucune alarme'));
  expect(cell.querySelectorAll('[data-alarm]')).toHaveLength(0);
});

it('are told in a flood by what explains them, each with how many it is', async () => {
  const cause = alarmRowOf({ kind: 'feed-down', ruleName: 'Feed', priority: 'critical', explains: 9 });
  const explained = Array.from({ length: 10 }, () => ({ ...alarmRowOf({ kind: 'silent' }), causeId: cause.id }));
  const cell = await show([cause, ...explained], 5, 'fr');
  await waitFor(() => expect(cell.querySelectorAll('[data-group]')).toHaveLength(1));
  expect(cell.querySelectorAll('[data-alarm]')).toHaveLength(0);
  expect(cell.querySelector('[data-group]')?.textContent).toContain('11');
  expect(cell.querySelector('.alarm-bar__flood')?.textContent).toContain('11 alarmes');
});
