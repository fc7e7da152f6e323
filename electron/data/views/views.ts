import { type MissionView, type MissionViews, MOST_VIEWS } from '../../../shared/contract/index.ts';
import { fold } from '../store/folding.ts';
import type { ViewStorage } from './view-file.ts';

export type SaveAnswer = { result: 'saved' } | { result: 'refused'; why: 'name-taken' | 'too-many' };

/** The saved views of the missions table: kept at once, and told to every window. */
export interface Views {
  now(): MissionViews;
  /** @throws StorageError; nothing has changed then */
  save(view: MissionView): SaveAnswer;
  remove(id: string): void;
  setDefault(id: string | null): void;
}

export function createViews(storage: ViewStorage, onChange: (views: MissionViews) => void): Views {
  let present = storage.read();

  function change(next: MissionViews): void {
    storage.write(next);
    present = next;
    onChange(present);
  }

  return {
    now: () => present,
    save(view) {
      const { views } = present;
      const place = views.findIndex(({ id }) => id === view.id);
      const isSame = (name: string) => fold(name) === fold(view.name);
      if (views.some(({ id, name }) => id !== view.id && isSame(name))) return { result: 'refused', why: 'name-taken' };
      if (place < 0 && views.length >= MOST_VIEWS) return { result: 'refused', why: 'too-many' };
      change({ ...present, views: place < 0 ? [...views, view] : views.with(place, view) });
      return { result: 'saved' };
    },
    remove(id) {
      const views = present.views.filter((view) => view.id !== id);
      if (views.length === present.views.length) return;
      change({ views, defaultId: present.defaultId === id ? null : present.defaultId });
    },
    setDefault(id) {
      if (id !== null && !present.views.some((view) => view.id === id)) return;
      change({ ...present, defaultId: id });
    },
  };
}
