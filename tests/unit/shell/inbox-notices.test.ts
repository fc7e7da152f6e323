import { describe, expect, it, vi } from 'vitest';
import { textsFor } from '../../../electron/shell/application/texts.ts';
import { createInboxNotices, type NoticeMemory } from '../../../electron/shell/inbox/inbox-notices.ts';

const notice = (key: string, label = key, kind: 'asked' | 'overdue' = 'asked') => ({
  key,
  kind,
  id: `id of ${key}`,
  label,
});

function inbox(kept: NoticeMemory = { isOn: true, shown: [] }) {
  let memory = kept;
  let isInFront = false;
  const show = vi.fn<(notice: { title: string; body: string }, onClick: () => void) => void>();
  const badge = vi.fn<(count: number) => void>();
  const open = vi.fn<(id: string | null) => void>();
  const notices = createInboxNotices({
    ...{ texts: textsFor('en'), isInFront: () => isInFront, badge, show, open },
    memory: {
      load: () => memory,
      save(next) {
        memory = next;
      },
    },
  });
  return {
    ...{ notices, show, badge, open, kept: () => memory },
    front: (next: boolean) => {
      isInFront = next;
    },
    hear: (...news: ReturnType<typeof notice>[]) =>
      notices.hear({ type: 'inbox', mine: news.length, overdue: 0, notices: news }),
  };
}

describe('notices of the inbox', () => {
  it('come once, also after a restart, and lead to what they tell of', () => {
    const first = inbox();
    first.hear(notice('a', 'March'));
    first.hear(notice('a', 'March'));
    expect(first.show).toHaveBeenCalledExactlyOnceWith(
      { title: 'A validation waits for your decision', body: 'March' },
      expect.any(Function),
    );
    first.show.mock.calls[0]?.[1]();
    expect(first.open).toHaveBeenCalledWith('id of a');
    const again = inbox(first.kept());
    again.hear(notice('a', 'March'), notice('b', 'April', 'overdue'));
    expect(again.show.mock.calls.map(([shown]) => shown)).toEqual([
      { title: 'A validation is overdue', body: 'April' },
    ]);
  });

  it('come together where there are several, and lead to the inbox', () => {
    const { hear, show, open } = inbox();
    hear(...['a', 'b', 'c', 'd'].map((key) => notice(key)));
    expect(show.mock.calls.map(([shown]) => shown)).toEqual([
      { title: '4 news of your validations', body: 'a, b, c…' },
    ]);
    show.mock.calls[0]?.[1]();
    expect(open).toHaveBeenCalledWith(null);
  });

  it('are quiet while a console is in front or nobody wants any, and are not made up for; the count goes on', () => {
    const { hear, show, badge, front, notices } = inbox();
    front(true);
    hear(notice('a'));
    front(false);
    hear(notice('a'));
    notices.setOn(false);
    hear(notice('a'), notice('b'));
    notices.setOn(true);
    hear(notice('a'), notice('b'));
    expect(show).not.toHaveBeenCalled();
    expect(badge.mock.calls.map(([count]) => count)).toEqual([1, 1, 2, 2]);
  });
});
