import { describe, expect, it } from 'vitest';
import { createListModel, type ListQuery } from '../../../../renderer/stores/list-model.ts';
import type { Window } from '../../../../renderer/stores/paged-list.ts';
import { createListeners } from '../../../../shared/rpc/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

type Query = ListQuery<{ only?: string }, 'name' | 'age'>;

function createScene() {
  const clock = createManualClock();
  const changes = createListeners<{ entities: string[]; revision: number }>();
  const opens = createListeners<void>();
  const asked: Query[] = [];
  const model = createListModel<string, { only?: string }, 'name' | 'age'>({
    connection: {
      client: {
        request: () => Promise.reject(new Error('not used')),
        on: (_name, listener) => changes.add(listener as never),
      },
      onOpen: (listener) => opens.add(listener),
    },
    clock,
    filter: {},
    sort: { by: 'name', direction: 'ascending' },
    entities: ['mission'],
    fetch: async (query): Promise<Window<string>> => {
      asked.push(query);
      return { rows: ['x'], total: 1, revision: 1 };
    },
  });
  model.list.setActive(true);
  asked.length = 0;
  return { clock, changes, opens, model, asked };
}

describe('what a list is asked for', () => {
  it('follows the typing after a pause, and only the last of it', () => {
    const { clock, model, asked } = createScene();
    for (const text of ['l', 'ly', 'lyo', ' lyon ']) {
      model.setText(text);
      clock.advance(150);
    }
    expect(asked).toEqual([]);
    expect(model.view.getState().text).toBe(' lyon ');
    clock.advance(60);
    expect(asked).toEqual([{ filter: { text: 'lyon' }, sort: { by: 'name', direction: 'ascending' } }]);
  });

  it('has no text when nothing but spaces is typed', () => {
    const { clock, model, asked } = createScene();
    model.setText('  ');
    clock.advance(250);
    expect(asked).toEqual([{ filter: {}, sort: { by: 'name', direction: 'ascending' } }]);
  });

  it('changes at once with a filter, and takes what was just typed with it', () => {
    const { clock, model, asked } = createScene();
    model.setText('lyon');
    model.setFilter({ only: 'late' });
    expect(asked).toEqual([{ filter: { only: 'late', text: 'lyon' }, sort: { by: 'name', direction: 'ascending' } }]);
    clock.advance(1_000);
    expect(asked).toHaveLength(1);
  });

  it('sorts by a column, the other way round the second time', () => {
    const { model, asked } = createScene();
    model.sortBy('age');
    model.sortBy('age');
    model.sortBy('age');
    model.sortBy('name');
    expect(asked.map(({ sort }) => `${sort.by} ${sort.direction}`)).toEqual([
      'age ascending',
      'age descending',
      'age ascending',
      'name ascending',
    ]);
  });

  it('goes back to the top with another question', () => {
    const { model } = createScene();
    model.keepPlace({ scrollTop: 900, activeIndex: 40 });
    expect(model.place()).toEqual({ scrollTop: 900, activeIndex: 40 });
    model.sortBy('age');
    expect(model.place()).toEqual({ scrollTop: 0, activeIndex: 0 });
  });

  it('is asked again for changes of its own kinds, and when the link comes back', async () => {
    const { clock, changes, opens, asked } = createScene();
    await Promise.resolve();
    await Promise.resolve();
    changes.emit({ entities: ['vehicle'], revision: 2 });
    expect(asked).toHaveLength(0);
    changes.emit({ entities: ['vehicle', 'mission'], revision: 3 });
    expect(asked).toHaveLength(1);
    await Promise.resolve();
    await Promise.resolve();
    opens.emit();
    clock.advance(500);
    expect(asked).toHaveLength(2);
  });
});
