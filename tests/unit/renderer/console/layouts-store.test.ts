import { beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDock, groupsOf, splitOff } from '../../../../renderer/console/layout/layout-tree.ts';
import { BUILT_IN, createLayouts, isChanged, MOST_SAVED } from '../../../../renderer/console/layout/layouts-store.ts';

const KEY = 'vigie.layouts';
const create = () => createLayouts(localStorage);
const docks = (layouts: ReturnType<typeof create>) =>
  groupsOf(layouts.state.getState().layout).map((group) => group.docks.join('+'));

beforeEach(() => localStorage.clear());

describe('the layouts of a workstation', () => {
  it('begin with that of a supervisor: the map, and all lists beside it', () => {
    expect(docks(create())).toEqual([
      'map',
      'vehicles+missions+third-parties+billing-cycles+validations+outbox+board+rates+incidents+handovers+alarms+schedule',
    ]);
  });

  it('come with one for each kind of work', () => {
    const layouts = create();
    for (const name of BUILT_IN) {
      layouts.open({ kind: 'built-in', name });
      expect(layouts.state.getState().base.name).toBe(name);
      expect(isChanged(layouts.state.getState())).toBe(false);
    }
    expect(docks(layouts)).not.toContain('map');
  });

  it('are kept with what was changed, saved and opened', () => {
    const layouts = create();
    layouts.change((layout) => splitOff(layout, 'board', 'map', 'bottom'));
    expect(isChanged(layouts.state.getState())).toBe(true);
    layouts.save('  Night  ');
    expect(isChanged(layouts.state.getState())).toBe(false);
    layouts.open({ kind: 'built-in', name: 'billing' });
    layouts.change((layout) => closeDock(layout, 'outbox'));
    const again = create();
    expect(again.state.getState()).toEqual(layouts.state.getState());
    again.open({ kind: 'saved', name: 'Night' });
    expect(docks(again)).toEqual([
      'map',
      'board',
      'vehicles+missions+third-parties+billing-cycles+validations+outbox+rates+incidents+handovers+alarms+schedule',
    ]);
  });

  it('are saved under a name once, and go back to the default when theirs is removed', () => {
    const layouts = create();
    layouts.save('Day');
    layouts.change((layout) => closeDock(layout, 'outbox'));
    layouts.save('Day');
    expect(layouts.state.getState().saved).toHaveLength(1);
    layouts.remove('Day');
    expect(layouts.state.getState()).toMatchObject({ saved: [], base: { kind: 'built-in', name: 'supervisor' } });
    for (const name of ['', '   ', 'x'.repeat(41)]) expect(() => layouts.save(name)).toThrow('name: give 1 to 40');
    for (let n = 0; n < MOST_SAVED + 5; n++) layouts.save(`Layout ${n}`);
    expect(create().state.getState().saved).toHaveLength(MOST_SAVED);
  });

  it('give way to the default, and say so, where what was kept is broken or of another version', () => {
    create().save('Night');
    const good = JSON.parse(localStorage.getItem(KEY) ?? '') as { layout: object };
    const twice = { kind: 'split', direction: 'row', percent: 50 };
    const broken = [
      '{',
      'null',
      JSON.stringify({ ...good, version: 2 }),
      JSON.stringify({ ...good, layout: { kind: 'group', docks: [], shown: 'map' } }),
      JSON.stringify({ ...good, layout: { kind: 'group', docks: ['vehicles'], shown: 'map' } }),
      JSON.stringify({ ...good, layout: { kind: 'group', docks: ['gone'], shown: 'gone' } }),
      JSON.stringify({
        ...good,
        layout: {
          ...twice,
          first: { kind: 'group', docks: ['map'], shown: 'map' },
          second: { kind: 'group', docks: ['map'], shown: 'map' },
        },
      }),
    ];
    for (const text of broken) {
      localStorage.setItem(KEY, text);
      const { state } = create();
      expect(state.getState(), text).toMatchObject({ isReset: true, base: { name: 'supervisor' }, saved: [] });
    }
    const layouts = create();
    layouts.open({ kind: 'built-in', name: 'dispatcher' });
    expect(layouts.state.getState().isReset).toBe(false);
    expect(create().state.getState().base.name).toBe('dispatcher');
  });

  it('go on where the storage is full', () => {
    const layouts = create();
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    layouts.open({ kind: 'built-in', name: 'billing' });
    expect(layouts.state.getState().base.name).toBe('billing');
    full.mockRestore();
  });
});
