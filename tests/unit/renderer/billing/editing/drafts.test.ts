import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createDrafts } from '../../../../../renderer/billing/editing/drafts.ts';
import { beginForm, enter } from '../../../../../renderer/billing/editing/form-state.ts';

const KEY = { entity: 'third-party', id: '0198' } as const;
const form = () => enter(beginForm('third-party', '0198', { name: 'A', type: 'other' }), 'name', 'B');
let server = 'http://one';
const drafts = () => createDrafts(localStorage, () => server);

beforeEach(() => {
  localStorage.clear();
  server = 'http://one';
});

describe('a draft', () => {
  it('is kept by row, with what it was entered over', () => {
    expect(drafts().keep(form(), 5)).toBe(true);
    expect(drafts().get(KEY)).toMatchObject({ savedAtMs: 5, mine: { name: 'B' }, base: { name: 'A' } });
    expect(drafts().get({ ...KEY, id: null })).toBeUndefined();
    drafts().drop(KEY);
    expect(drafts().get(KEY)).toBeUndefined();
  });

  it('of another server is not offered: its row of that id is another row', () => {
    drafts().keep(form(), 5);
    server = 'http://two';
    expect(drafts().get(KEY)).toBeUndefined();
  });

  it.each(['not json', '{}', '{"version":2}', '[]', 'null'])('that cannot be read is none: %s', (text) => {
    localStorage.setItem('vigie.draft.third-party.0198', text);
    expect(drafts().get(KEY)).toBeUndefined();
  });

  it('that the storage has no room for is said', () => {
    const set = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(drafts().keep(form(), 5)).toBe(false);
    set.mockRestore();
  });
});
