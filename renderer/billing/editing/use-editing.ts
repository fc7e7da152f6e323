import { useStore } from 'zustand/react';
import type { Connection } from '../../connection/index.ts';
import { createPersonalStorage } from '../../stores/personal-storage.ts';
import { useServices, useSession } from '../../stores/services.tsx';
import { createDrafts, type Drafts } from './drafts.ts';
import { createEditing, type Editing, type EditingState } from './editing.ts';

/** One a window, made with its connection: what was done can be undone from any of its lists. */
const known = new WeakMap<Connection, Editing>();

export function useEditing(): Editing {
  const { connection } = useServices();
  let editing = known.get(connection);
  if (editing === undefined) {
    editing = createEditing(connection);
    known.set(connection, editing);
  }
  return editing;
}

export function useEditingState<T>(select: (state: EditingState) => T): T {
  return useStore(useEditing().state, select);
}

/** What was entered and not saved, for the rows of the present server. */
export function useDrafts(): Drafts {
  const { health } = useServices();
  const personKey = useSession(({ session }) => session?.personKey ?? null);
  return createDrafts(
    createPersonalStorage(localStorage, personKey),
    () => health.state.getState().health?.server.url ?? '',
  );
}
