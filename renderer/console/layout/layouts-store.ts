import { createStore, type StoreApi } from 'zustand/vanilla';
import { z } from 'zod';
import { groupOf, type Layout, layoutSchema } from './layout-tree.ts';

/** The layouts that come with the console, by who they are for. */
export const BUILT_IN = ['supervisor', 'dispatcher', 'billing'] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

const DEFAULTS: Readonly<Record<BuiltIn, Layout>> = {
  /** The map, and the lists beside it. */
  supervisor: {
    ...{ kind: 'split', direction: 'row', percent: 50, first: groupOf('map') },
    second: groupOf(
      'vehicles',
      'missions',
      'third-parties',
      'billing-cycles',
      'validations',
      'outbox',
      'board',
      'rates',
      'incidents',
      'handovers',
      'alarms',
      'schedule',
    ),
  },
  /** The map above the vehicles, and the board beside them. */
  dispatcher: {
    ...{ kind: 'split', direction: 'row', percent: 52 },
    first: { kind: 'split', direction: 'column', percent: 42, first: groupOf('map'), second: groupOf('vehicles') },
    second: groupOf('board', 'schedule', 'missions', 'alarms', 'outbox', 'validations', 'incidents', 'handovers'),
  },
  /** Missions beside what they are billed by; no map. */
  billing: {
    ...{ kind: 'split', direction: 'row', percent: 46, first: groupOf('missions', 'board', 'vehicles') },
    second: groupOf('billing-cycles', 'third-parties', 'validations', 'rates', 'outbox'),
  },
};

export interface NamedLayout {
  readonly name: string;
  readonly layout: Layout;
}

export interface LayoutsState {
  readonly layout: Layout;
  /** The layout that it began as: the name of a built-in one, or of one that was saved. */
  readonly base:
    | { readonly kind: 'built-in'; readonly name: BuiltIn }
    | { readonly kind: 'saved'; readonly name: string };
  readonly saved: readonly NamedLayout[];
  /** What was kept could not be read, and the default is shown in its place. */
  readonly isReset: boolean;
}

export interface LayoutsStore {
  readonly state: StoreApi<LayoutsState>;
  change: (change: (layout: Layout) => Layout) => void;
  open(base: LayoutsState['base']): void;
  /** Keeps the present layout under a name, in the place of one of that name. @throws RangeError for a name that is empty or too long */
  save(name: string): void;
  remove(name: string): void;
}

export const MOST_NAME = 40;
export const MOST_SAVED = 30;
const STORAGE_KEY = 'vigie.layouts';
const VERSION = 1;
const nameSchema = z.string().min(1).max(MOST_NAME);
const stored = z.object({
  version: z.literal(VERSION),
  layout: layoutSchema,
  base: z.union([
    z.object({ kind: z.literal('built-in'), name: z.enum(BUILT_IN) }),
    z.object({ kind: z.literal('saved'), name: nameSchema }),
  ]),
  saved: z.array(z.object({ name: nameSchema, layout: layoutSchema })).max(MOST_SAVED),
});

const AT_FIRST: LayoutsState = {
  layout: DEFAULTS.supervisor,
  base: { kind: 'built-in', name: 'supervisor' },
  saved: [],
  isReset: false,
};

/** The layouts of this workstation, kept in `storage`. One that is broken, or of another version, gives way to the default. */
export function createLayouts(storage: Storage): LayoutsStore {
  const state = createStore<LayoutsState>(() => read(storage.getItem(STORAGE_KEY)));
  const set = (change: Partial<LayoutsState>) => {
    state.setState({ isReset: false, ...change });
    const { layout, base, saved } = state.getState();
    try {
      storage.setItem(STORAGE_KEY, JSON.stringify({ version: VERSION, layout, base, saved }));
    } catch (error) {
      // A full storage costs the memory of it: the window stays as it is.
      if (!(error instanceof DOMException)) throw error;
    }
  };
  return {
    state,
    change(change) {
      const { layout } = state.getState();
      const next = change(layout);
      if (next !== layout) set({ layout: next });
    },
    open(base) {
      const layout = layoutOf(base, state.getState().saved);
      if (layout !== undefined) set({ base, layout });
    },
    save(given) {
      const name = given.trim();
      if (!nameSchema.safeParse(name).success) throw new RangeError(`name: give 1 to ${MOST_NAME} characters`);
      const { layout, saved } = state.getState();
      const others = saved.filter((one) => one.name !== name);
      set({ base: { kind: 'saved', name }, saved: [...others, { name, layout }].slice(-MOST_SAVED) });
    },
    remove(name) {
      const { saved, base } = state.getState();
      const isBase = base.kind === 'saved' && base.name === name;
      set({ saved: saved.filter((one) => one.name !== name), ...(isBase ? { base: AT_FIRST.base } : {}) });
    },
  };
}

/** Whether the present layout is no longer the one that it began as. Which tab is shown does not count. */
export function isChanged({ layout, base, saved }: LayoutsState): boolean {
  const original = layoutOf(base, saved);
  return original === undefined || shape(layout) !== shape(original);
}

function shape(layout: Layout): string {
  return JSON.stringify(layout, (key, value: unknown) => (key === 'shown' ? undefined : value));
}

function layoutOf(base: LayoutsState['base'], saved: readonly NamedLayout[]): Layout | undefined {
  return base.kind === 'built-in' ? DEFAULTS[base.name] : saved.find(({ name }) => name === base.name)?.layout;
}

function read(text: string | null): LayoutsState {
  if (text === null) return AT_FIRST;
  try {
    const parsed = stored.safeParse(JSON.parse(text));
    if (!parsed.success) return { ...AT_FIRST, isReset: true };
    const { layout, base, saved } = parsed.data;
    return { layout, base, saved, isReset: false };
  } catch (error) {
    if (error instanceof SyntaxError) return { ...AT_FIRST, isReset: true };
    throw error;
  }
}
