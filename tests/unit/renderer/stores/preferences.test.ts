import { beforeEach, describe, expect, it } from 'vitest';
import { createPreferences, DEFAULT_PREFERENCES } from '../../../../renderer/stores/preferences.ts';

const KEY = 'vigie.preferences';
const create = () => createPreferences(window, localStorage);
beforeEach(() => localStorage.clear());

describe('preferences', () => {
  it('begin with what the machine says', () => {
    expect(create().state.getState()).toEqual(DEFAULT_PREFERENCES);
  });

  it('are kept with their version, and come back', () => {
    create().set({ theme: 'light', language: 'fr' });
    expect(JSON.parse(localStorage.getItem(KEY) ?? '')).toEqual({
      version: 1,
      values: { ...DEFAULT_PREFERENCES, theme: 'light', language: 'fr' },
    });
    expect(create().state.getState()).toMatchObject({ theme: 'light', language: 'fr' });
  });

  it('of another version, or damaged, are not read', () => {
    for (const text of ['{"version":2,"values":{"theme":"light"}}', '{', '[]', 'null', '""']) {
      localStorage.setItem(KEY, text);
      expect(create().state.getState(), text).toEqual(DEFAULT_PREFERENCES);
    }
  });

  it('keep what can be read when one value cannot', () => {
    const values = { theme: 'purple', language: 'fr', unknown: 1 };
    localStorage.setItem(KEY, JSON.stringify({ version: 1, values }));
    expect(create().state.getState()).toEqual({ ...DEFAULT_PREFERENCES, language: 'fr' });
  });

  it('follow another window of the same machine', () => {
    const preferences = create();
    const newValue = JSON.stringify({ version: 1, values: { theme: 'light' } });
    window.dispatchEvent(new StorageEvent('storage', { key: KEY, newValue, storageArea: localStorage }));
    expect(preferences.state.getState().theme).toBe('light');
    preferences.dispose();
    window.dispatchEvent(new StorageEvent('storage', { key: KEY, newValue: null, storageArea: localStorage }));
    expect(preferences.state.getState().theme).toBe('light');
  });
});
