import { cleanup, fireEvent, render } from '../../../support/renderer/library.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type ShortcutName,
  SHORTCUTS,
  ShortcutScope,
  ShortcutsProvider,
  useShortcut,
} from '../../../../renderer/ui/shortcuts.tsx';

afterEach(cleanup);

function Listens({ name, action }: { name: ShortcutName; action: () => void }) {
  useShortcut(name, action);
  return null;
}

function show(singleKeys: boolean, children: React.ReactNode) {
  return render(
    <ShortcutsProvider singleKeys={singleKeys}>
      {children}
      <input aria-label="field" />
      <dialog open>
        <button type="button">inside</button>
      </dialog>
    </ShortcutsProvider>,
  );
}

describe('shortcuts', () => {
  it('have each a key of their own: of two with one key the later would never act', () => {
    // Alarms and missions stand in lists of their own: where the person is decides between the two.
    const { acknowledge: _, ...others } = SHORTCUTS;
    const keys = Object.values(others).flat();
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('may share a key with those of another list: the one that a person is at gets it', () => {
    const [assign, acknowledge] = [vi.fn<() => void>(), vi.fn<() => void>()];
    show(
      true,
      <>
        <ShortcutScope isHere={false}>
          <Listens name="assign" action={assign} />
        </ShortcutScope>
        <ShortcutScope isHere>
          <Listens name="acknowledge" action={acknowledge} />
        </ShortcutScope>
      </>,
    );
    fireEvent.keyDown(document.body, { key: 'a' });
    expect([assign.mock.calls.length, acknowledge.mock.calls.length]).toEqual([0, 1]);
  });

  it('run their action, and keep the browser from acting', () => {
    const action = vi.fn<() => void>();
    show(true, <Listens name="search" action={action} />);
    expect(fireEvent.keyDown(document.body, { key: '/' })).toBe(false);
    expect(action).toHaveBeenCalledTimes(1);
    expect(fireEvent.keyDown(document.body, { key: 'x' })).toBe(true);
  });

  it('go to the part that a person is at, where several take the same key', () => {
    const [near, far] = [vi.fn<() => void>(), vi.fn<() => void>()];
    const scopes = (isNear: boolean) => (
      <ShortcutsProvider singleKeys>
        <ShortcutScope isHere={isNear}>
          <Listens name="new" action={near} />
        </ShortcutScope>
        <ShortcutScope isHere={!isNear}>
          <Listens name="new" action={far} />
        </ShortcutScope>
      </ShortcutsProvider>
    );
    const page = render(scopes(true));
    fireEvent.keyDown(document.body, { key: 'n' });
    expect([near, far].map((action) => action.mock.calls.length)).toEqual([1, 0]);
    page.rerender(scopes(false));
    fireEvent.keyDown(document.body, { key: 'n' });
    expect([near, far].map((action) => action.mock.calls.length)).toEqual([1, 1]);
  });

  it('go to the newest, where nobody is at any part that takes them', () => {
    const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()];
    render(
      <ShortcutsProvider singleKeys>
        <ShortcutScope isHere={false}>
          <Listens name="new" action={first} />
          <Listens name="new" action={second} />
        </ShortcutScope>
      </ShortcutsProvider>,
    );
    fireEvent.keyDown(document.body, { key: 'n' });
    expect([first, second].map((action) => action.mock.calls.length)).toEqual([0, 1]);
  });

  it('leave keys to a field, and to a dialog', () => {
    const action = vi.fn<() => void>();
    const page = show(true, <Listens name="search" action={action} />);
    fireEvent.keyDown(page.getByLabelText('field'), { key: '/' });
    fireEvent.keyDown(page.getByText('inside'), { key: '/' });
    expect(action).not.toHaveBeenCalled();
  });

  it('leave combinations to the menus of the desktop and the browser', () => {
    const action = vi.fn<() => void>();
    show(true, <Listens name="connection" action={action} />);
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
      fireEvent.keyDown(document.body, { key: 'c', ...held });
    }
    expect(action).not.toHaveBeenCalled();
  });

  it('find digits where a French keyboard has them', () => {
    const action = vi.fn<() => void>();
    show(true, <Listens name="panel-missions" action={action} />);
    fireEvent.keyDown(document.body, { key: 'é', code: 'Digit2' });
    fireEvent.keyDown(document.body, { key: '2', code: 'Digit2', shiftKey: true });
    expect(action).toHaveBeenCalledTimes(2);
    fireEvent.keyDown(document.body, { key: '@', code: 'Digit2', shiftKey: true });
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('of single keys can be turned off; Escape and F6 stay', () => {
    const search = vi.fn<() => void>();
    const close = vi.fn<() => void>();
    show(
      false,
      <>
        <Listens name="search" action={search} />
        <Listens name="close" action={close} />
      </>,
    );
    fireEvent.keyDown(document.body, { key: '/' });
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(search).not.toHaveBeenCalled();
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('run what was shown last, and what was there before once that is gone', () => {
    const first = vi.fn<() => void>();
    const second = vi.fn<() => void>();
    const page = show(true, <Listens key="a" name="close" action={first} />);
    const rerender = (children: React.ReactNode) =>
      page.rerender(<ShortcutsProvider singleKeys>{children}</ShortcutsProvider>);
    rerender([<Listens key="a" name="close" action={first} />, <Listens key="b" name="close" action={second} />]);
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect([first, second].map((action) => action.mock.calls.length)).toEqual([0, 1]);
    rerender([<Listens key="a" name="close" action={first} />]);
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect([first, second].map((action) => action.mock.calls.length)).toEqual([1, 1]);
  });

  it('undo and remove where nobody types, single keys or not, and leave them to a field', () => {
    const undo = vi.fn<() => void>();
    const remove = vi.fn<() => void>();
    const page = show(
      false,
      <>
        <Listens name="undo" action={undo} />
        <Listens name="remove" action={remove} />
      </>,
    );
    for (const target of [page.getByLabelText('field'), page.getByText('inside')]) {
      fireEvent.keyDown(target, { key: 'z', ctrlKey: true });
      fireEvent.keyDown(target, { key: 'Delete' });
    }
    // Again, in most programs.
    fireEvent.keyDown(document.body, { key: 'Z', ctrlKey: true, shiftKey: true });
    expect([undo, remove].map((action) => action.mock.calls.length)).toEqual([0, 0]);
    expect(fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true })).toBe(false);
    fireEvent.keyDown(document.body, { key: 'z', metaKey: true });
    fireEvent.keyDown(document.body, { key: 'Delete' });
    expect([undo, remove].map((action) => action.mock.calls.length)).toEqual([2, 1]);
  });
});
