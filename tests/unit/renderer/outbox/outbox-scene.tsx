import { waitFor } from '../../../support/renderer/library.ts';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { OutboxDetail, OutboxPanel } from '../../../../renderer/outbox/index.ts';
import { useSelection } from '../../../../renderer/stores/services.tsx';
import type { FieldEdits } from '../../../../shared/api/index.ts';
import {
  type EditableEntity,
  type FieldValues,
  fieldOf,
  GUARDED_FIELDS,
  fieldsOf,
} from '../../../../shared/domain/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../support/memory-host/memory-host.ts';
import { renderWindow, type TestWindow } from '../../../support/renderer/render-window.tsx';

export interface OutboxScene extends TestWindow {
  host: MemoryHost;
  panel: HTMLElement;
}

/** The panel with the detail under it, over a host that sends nothing until it is told to. */
export function showOutbox(host: MemoryHost, language: 'fr' | 'en' = 'en'): OutboxScene {
  const scene = renderWindow(
    host,
    () => (
      <section data-region="list" tabIndex={-1}>
        <OutboxPanel />
        <Selected />
      </section>
    ),
    language,
  );
  return Object.assign(scene, { host, panel: scene.page.getByTestId('outbox-list') });
}

function Selected() {
  const selected = useSelection((state) => state.selected);
  return selected === null ? null : <OutboxDetail key={selected.id} id={selected.id} />;
}

export function silentHost(): MemoryHost {
  const host = createMemoryHost({ vehicles: 1, missions: 400, thirdParties: 10, billingCycles: 12 });
  host.outbox.isConnected = false;
  return host;
}

/** Makes an edit of a row as the windows would. */
export function edit(host: MemoryHost, entity: EditableEntity, row: { id: string }, to: FieldValues): string {
  const mutationId = uuid();
  const shown = row as unknown as Record<string, unknown>;
  const fields: FieldEdits = Object.fromEntries(
    Object.entries(to).map(([field, value]) => [field, { from: fieldOf(shown, field), to: value }]),
  );
  const seen = fieldsOf(shown, GUARDED_FIELDS[entity]);
  host.outbox.add({ mutationId, entity, id: row.id, baseVersion: 1, madeAtMs: Date.now(), op: 'patch', fields, seen });
  return mutationId;
}

export function first<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('there is no row');
  return row;
}

export async function open(scene: OutboxScene, mutationId: string): Promise<HTMLElement> {
  scene.services.selection.select({ panel: 'outbox', id: mutationId });
  await waitFor(() => expect(scene.page.getByTestId('detail').dataset['state']).toBe('ready'));
  return scene.page.getByTestId('detail');
}
