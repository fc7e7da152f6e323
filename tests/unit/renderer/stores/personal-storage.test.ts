import { beforeEach, describe, expect, it } from 'vitest';
import { createPersonalStorage, finishLeaving, noteLeaving } from '../../../../renderer/stores/personal-storage.ts';

beforeEach(() => localStorage.clear());

describe('what a window keeps of a person', () => {
  it('is theirs alone, and has plain names where nobody signs in', () => {
    createPersonalStorage(localStorage, 'claire').setItem('draft', 'of Claire');
    createPersonalStorage(localStorage, null).setItem('draft', 'of the workstation');
    expect(createPersonalStorage(localStorage, 'karim').getItem('draft')).toBeNull();
    expect(createPersonalStorage(localStorage, 'claire').getItem('draft')).toBe('of Claire');
    expect(localStorage.getItem('draft')).toBe('of the workstation');
  });

  it('goes when they have signed out, be it after a crash, and stays if they did not', () => {
    const claire = createPersonalStorage(localStorage, 'claire');
    claire.setItem('draft', 'half a name');
    createPersonalStorage(localStorage, 'claire2').setItem('draft', 'of another');
    localStorage.setItem('vigie.layouts', 'of the workstation');
    noteLeaving(localStorage, 'claire');
    finishLeaving(localStorage, 'claire');
    expect(claire.getItem('draft')).toBe('half a name');
    noteLeaving(localStorage, 'claire');
    finishLeaving(localStorage, null);
    expect(claire.getItem('draft')).toBeNull();
    expect(createPersonalStorage(localStorage, 'claire2').getItem('draft')).toBe('of another');
    expect(localStorage.getItem('vigie.layouts')).toBe('of the workstation');
  });
});
