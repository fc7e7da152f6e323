import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';

/**
 * Every shortcut of the windows: values of KeyboardEvent.key, which follow the keyboard's layout, or KeyboardEvent.code
 * for digits, which a French keyboard has under Shift. The first is the one that is shown. A single printable key acts only
 * where nobody types, and can be turned off (WCAG 2.2, 2.1.4); Delete and `Ctrl+` (or the Mac's Command) act only where
 * nobody types, since they have a meaning there (the search of everything has none); Escape and F keys always act.
 */
export const SHORTCUTS = {
  help: ['?'],
  search: ['/'],
  'search-all': ['Ctrl+K'],
  'panel-vehicles': ['1', 'Digit1'],
  'panel-missions': ['2', 'Digit2'],
  'panel-third-parties': ['3', 'Digit3'],
  'panel-billing-cycles': ['4', 'Digit4'],
  'panel-outbox': ['5', 'Digit5'],
  'panel-board': ['6', 'Digit6'],
  'panel-validations': ['7', 'Digit7'],
  'panel-rates': ['8', 'Digit8'],
  'panel-incidents': ['0', 'Digit0'],
  'panel-handovers': ['h'],
  incident: ['i'],
  'panel-alarms': ['9', 'Digit9'],
  'panel-schedule': ['j'],
  map: ['m'],
  ground: ['b'],
  filter: ['v'],
  follow: ['k'],
  list: ['g'],
  connection: ['c'],
  account: ['u'],
  new: ['n'],
  edit: ['e'],
  'open-page': ['p'],
  remove: ['Delete'],
  assign: ['a'],
  /** The same key as `assign`: in the alarms there is nothing to assign, and nothing to acknowledge elsewhere. */
  acknowledge: ['a'],
  silence: ['q'],
  approve: ['y'],
  reject: ['x'],
  'mission-filter': ['f'],
  'mission-views': ['o'],
  'mission-columns': ['d'],
  'take-order': ['r'],
  walls: ['w'],
  'send-to-wall': ['s'],
  undo: ['Ctrl+Z'],
  // The second acts wherever one is: back to live must not wait.
  replay: ['z', 'F9'],
  theme: ['t'],
  language: ['l'],
  close: ['Escape'],
  'next-region': ['F6'],
} as const satisfies Record<string, readonly string[]>;
export type ShortcutName = keyof typeof SHORTCUTS;

interface Action {
  readonly run: () => void;
  /** Whether it belongs to the part of the window that a person is at. */
  readonly isHere: () => boolean;
}
type Actions = Map<ShortcutName, Action[]>;
const ActionsContext = createContext<Actions | undefined>(undefined);
const HereContext = createContext(true);
/** Whether printable keys act: what does not act is not shown either. */
export const SingleKeysContext = createContext(true);

/** Of several parts that take the same key, such as lists beside each other, the one that a person is at gets it. */
export function ShortcutScope({ isHere, children }: { isHere: boolean; children: ReactNode }) {
  return <HereContext value={isHere}>{children}</HereContext>;
}

/** Listens for the shortcuts of all that is under it. `singleKeys`: whether printable ones act. */
export function ShortcutsProvider({ singleKeys, children }: { singleKeys: boolean; children: ReactNode }) {
  const actions = useMemo<Actions>(() => new Map(), []);
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const known = shortcutsOf(event, singleKeys).map((name) => actions.get(name) ?? []);
      // The newest wins: what opened last closes first. Of two meanings of one key, the one that belongs to where the person is.
      const here = known.map((own) => own.findLast(({ isHere }) => isHere())).find((own) => own !== undefined);
      const action = here ?? known.map((own) => own.at(-1)).find((own) => own !== undefined);
      if (action === undefined) return;
      event.preventDefault();
      action.run();
    },
    [actions, singleKeys],
  );
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onKeyDown]);
  return (
    <SingleKeysContext value={singleKeys}>
      <ActionsContext value={actions}>{children}</ActionsContext>
    </SingleKeysContext>
  );
}

/** Runs `action` at a shortcut, as long as the caller is on screen. */
export function useShortcut(name: ShortcutName, action: () => void): void {
  const actions = useContext(ActionsContext);
  const isHere = useContext(HereContext);
  const latest = useRef({ action, isHere });
  // Before the screen shows it: a key that is pressed as soon as it can be seen is heard.
  useLayoutEffect(() => {
    latest.current = { action, isHere };
  });
  useLayoutEffect(() => {
    if (actions === undefined) return undefined;
    const own: Action = { run: () => latest.current.action(), isHere: () => latest.current.isHere };
    actions.set(name, [...(actions.get(name) ?? []), own]);
    return () =>
      void actions.set(
        name,
        (actions.get(name) ?? []).filter((entry) => entry !== own),
      );
  }, [actions, name]);
}

/** What the shortcuts do now: those of what is on screen, each as its key would. Asked for when it is needed, since it changes with the screen. */
export function useShortcutActions(): () => { name: ShortcutName; run: () => void }[] {
  const actions = useContext(ActionsContext);
  return useCallback(
    () =>
      [...(actions ?? [])].flatMap(([name, known]) => {
        const action = known.findLast(({ isHere }) => isHere()) ?? known.at(-1);
        return action === undefined ? [] : [{ name, run: action.run }];
      }),
    [actions],
  );
}

/** The shortcuts that a key press can mean: of two that share a key, what is on screen decides. */
export function shortcutsOf(event: KeyboardEvent, singleKeys: boolean): readonly ShortcutName[] {
  if (event.defaultPrevented || event.altKey || event.isComposing) return [];
  const isBusy = isTyping(event.target) || isInDialog(event.target);
  if (event.ctrlKey || event.metaKey) {
    const names = event.shiftKey ? [] : namesOf((key) => key === `Ctrl+${event.key.toUpperCase()}`);
    if (names.includes('search-all')) return isInDialog(event.target, QUESTION) ? [] : names;
    return isBusy ? [] : names;
  }
  const isPrintable = event.key.length === 1;
  if (isPrintable && (!singleKeys || isBusy)) return [];
  if (event.key === 'Delete' && isBusy) return [];
  if (event.key === 'Escape' && isInDialog(event.target)) return [];
  return namesOf((key) => key === event.key || (key === event.code && !event.shiftKey));
}

function namesOf(isMeant: (key: string) => boolean): ShortcutName[] {
  const names = Object.keys(SHORTCUTS) as ShortcutName[];
  return names.filter((name) => SHORTCUTS[name].some((key: string) => isMeant(key)));
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** A question must be answered first. */
const QUESTION = '[role="alertdialog"]';
const ANY_DIALOG = `dialog, [role="dialog"], ${QUESTION}`;

/** A dialog takes the keyboard for itself. */
function isInDialog(target: EventTarget | null, kind = ANY_DIALOG): boolean {
  return target instanceof Element && target.closest(kind) !== null;
}
