import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FieldEdits } from '../../../shared/api/index.ts';
import type { EditResult, ErrorCode } from '../../../shared/contract/index.ts';
import { type EditableEntity, type FieldValues, isDecision, type Refusal } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import type { Connection } from '../../connection/index.ts';
import { knownErrorCode } from '../../i18n/index.ts';

/** What became of an edit, or why it could not even be asked for. */
export type EditOutcome = EditResult | { readonly result: 'failed'; readonly code: ErrorCode };
type NotDone = Exclude<EditOutcome, { result: 'kept' }>;

/** How one edit is taken back, as an edit of its own. */
export type Reversal =
  | { readonly op: 'patch'; readonly entity: EditableEntity; readonly id: string; readonly fields: FieldEdits }
  | { readonly op: 'remove'; readonly entity: EditableEntity; readonly id: string }
  | { readonly op: 'act'; readonly entity: EditableEntity; readonly id: string; readonly action: string };

/** An action that is no cycle's step: it is said in its own words, and may have one that takes it back. */
export interface Step {
  readonly entity: EditableEntity;
  readonly id: string;
  readonly action: 'archive' | 'restore' | 'unmerge';
  readonly title: string;
}

/** What was done, by the action that did it. */
const DEED_OF_STEP = { archive: 'archived', restore: 'restored', unmerge: 'unmerged' } as const;
type DeedOfStep = (typeof DEED_OF_STEP)[Step['action']];

/** Edits that a person made in one go. */
export interface Deed {
  readonly what: 'saved' | 'created' | 'removed' | 'acted' | 'decided' | 'assigned' | 'merged' | DeedOfStep;
  /** What a person calls the row; of many, the first. */
  readonly title: string;
  readonly count: number;
  /** Empty: it cannot be undone. */
  readonly reversals: readonly Reversal[];
}

/** What was last done, said until something else is or it is put away. */
export type EditNotice =
  | { readonly what: 'done'; readonly deed: Deed }
  | { readonly what: 'undone'; readonly deed: Deed }
  | { readonly what: 'not-undone'; readonly deed: Deed; readonly failed: number; readonly why: NotDone }
  | { readonly what: 'not-done'; readonly title: string; readonly why: NotDone };

export interface EditingState {
  readonly notice: EditNotice | null;
  /** What can be undone, the newest last. */
  readonly deeds: readonly Deed[];
}

/** All edits of one window. Failures come as outcomes, never thrown. */
export interface Editing {
  readonly state: StoreApi<EditingState>;
  create(entity: EditableEntity, fields: FieldValues, title: string): Promise<EditOutcome>;
  patch(entity: EditableEntity, id: string, fields: FieldEdits, title: string): Promise<EditOutcome>;
  remove(entity: EditableEntity, id: string, title: string): Promise<EditOutcome>;
  /** `parameters`: what the action must be told, such as a reason. */
  act(
    entity: EditableEntity,
    id: string,
    action: string,
    title: string,
    parameters?: FieldValues,
  ): Promise<EditOutcome>;
  /** `undoneBy`: the action that takes it back. */
  step(step: Step, undoneBy: string | undefined): Promise<EditOutcome>;
  /** An action that says nothing, one of many or one that nobody asked for: whoever takes it says what became of it. */
  actQuietly(entity: EditableEntity, id: string, action: string, parameters: FieldValues): Promise<EditOutcome>;
  /** A patch that says nothing, one of many: `tell` says them all together. */
  patchQuietly(entity: EditableEntity, id: string, fields: FieldEdits): Promise<EditOutcome>;
  /** Patches that say nothing, `MOST_PATCHES` at most, each with its outcome: `tell` says all that were made in one go. */
  patchMany(
    entity: EditableEntity,
    patches: readonly { readonly id: string; readonly fields: FieldEdits }[],
  ): Promise<readonly EditOutcome[]>;
  tell(deed: Deed): void;
  /** Takes back the newest edit that can be. */
  undo(): Promise<void>;
  readonly putAway: () => void;
}

/** How far back one can undo. */
const MAX_DEEDS = 20;
/** Edits that are taken back together. */
const AT_A_TIME = 50;

export function createEditing({ client }: Pick<Connection, 'client'>): Editing {
  const state = createStore<EditingState>(() => ({ notice: null, deeds: [] }));
  let isUndoing = false;

  function tell(deed: Deed): void {
    const { deeds } = state.getState();
    const kept = deed.reversals.length === 0 ? deeds : [...deeds, deed].slice(-MAX_DEEDS);
    state.setState({ notice: { what: 'done', deed }, deeds: kept });
  }

  async function told(
    title: string,
    what: Deed['what'],
    ask: () => Promise<EditResult>,
    reverse: (id: string) => readonly Reversal[],
  ): Promise<EditOutcome> {
    const outcome = await attempt(ask);
    if (outcome.result === 'kept') tell({ what, title, count: 1, reversals: reverse(outcome.id) });
    return outcome;
  }

  /** Says why it was not done: for what has no form of its own to say it in. */
  async function saying(title: string, asked: Promise<EditOutcome>): Promise<EditOutcome> {
    const outcome = await asked;
    if (outcome.result !== 'kept') state.setState({ notice: { what: 'not-done', title, why: outcome } });
    return outcome;
  }

  async function patchMany(
    entity: EditableEntity,
    patches: readonly { readonly id: string; readonly fields: FieldEdits }[],
  ): Promise<readonly EditOutcome[]> {
    try {
      return (await client.request('edits.patchMany', { entity, patches: [...patches] })).results;
    } catch (error) {
      return patches.map(() => failed(error));
    }
  }

  async function takeBack(reversals: readonly Reversal[]): Promise<readonly EditOutcome[]> {
    const [first] = reversals;
    if (first === undefined) return [];
    if (first.op === 'remove')
      return [await attempt(() => client.request('edits.remove', { entity: first.entity, id: first.id }))];
    if (first.op === 'act') {
      const { entity, id, action } = first;
      return [await attempt(() => client.request('edits.act', { entity, id, action }))];
    }
    return patchMany(
      first.entity,
      reversals.flatMap((one) => (one.op === 'patch' ? [one] : [])).map(({ id, fields }) => ({ id, fields })),
    );
  }

  return {
    state,
    create: (entity, fields, title) =>
      told(
        title,
        'created',
        () => client.request('edits.create', { entity, fields: { ...fields } }),
        (id) => [{ op: 'remove', entity, id }],
      ),
    patch: (entity, id, fields, title) =>
      told(
        title,
        'saved',
        () => client.request('edits.patch', { entity, id, fields: { ...fields } }),
        () => [{ op: 'patch', entity, id, fields: reversed(fields) }],
      ),
    remove: (entity, id, title) =>
      saying(
        title,
        told(
          title,
          'removed',
          () => client.request('edits.remove', { entity, id }),
          () => [],
        ),
      ),
    act: (entity, id, action, title, parameters) =>
      saying(
        title,
        told(
          title,
          deedOf(entity, action),
          () =>
            client.request('edits.act', { entity, id, action, ...(parameters === undefined ? {} : { parameters }) }),
          () => [],
        ),
      ),
    step: ({ entity, id, action, title }, undoneBy) =>
      saying(
        title,
        told(
          title,
          DEED_OF_STEP[action],
          () => client.request('edits.act', { entity, id, action }),
          () => (undoneBy === undefined ? [] : [{ op: 'act', entity, id, action: undoneBy }]),
        ),
      ),
    actQuietly: (entity, id, action, parameters) =>
      attempt(() => client.request('edits.act', { entity, id, action, parameters: { ...parameters } })),
    patchQuietly: (entity, id, fields) =>
      attempt(() => client.request('edits.patch', { entity, id, fields: { ...fields } })),
    patchMany,
    tell,
    async undo() {
      const { deeds } = state.getState();
      const deed = deeds.at(-1);
      if (deed === undefined || isUndoing) return;
      isUndoing = true;
      // It is taken off first: a second press goes one further back, it does not undo the same again.
      state.setState({ deeds: deeds.slice(0, -1) });
      let failed = 0;
      let why: NotDone | undefined;
      for (const part of partsOf(deed.reversals.toReversed())) {
        for (const outcome of await takeBack(part)) {
          if (outcome.result === 'kept') continue;
          failed += 1;
          why ??= outcome;
        }
      }
      isUndoing = false;
      state.setState({
        notice: why === undefined ? { what: 'undone', deed } : { what: 'not-undone', deed, failed, why },
      });
    },
    putAway: () => state.setState({ notice: null }),
  };
}

/** A decision changes nothing before the server has taken it; what one does with an entry of one's inbox is no step of anything. */
function deedOf(entity: EditableEntity, action: string): Deed['what'] {
  if (entity !== 'validation') return 'acted';
  return isDecision(action) ? 'decided' : 'saved';
}

/** From what was made of it, back to what it was. */
export function reversed(fields: FieldEdits): FieldEdits {
  return Object.fromEntries(Object.entries(fields).map(([field, { from, to }]) => [field, { from: to, to: from }]));
}

/** What stands in the way, as a refusal where the rules say it. */
export function refusalOf(why: NotDone): Refusal | undefined {
  return why.result === 'refused' ? why.reason : undefined;
}

/** Patches of one kind of row that follow each other are taken back together, a removal by itself. */
function partsOf(reversals: readonly Reversal[]): Reversal[][] {
  const parts: Reversal[][] = [];
  for (const reversal of reversals) {
    const last = parts.at(-1);
    const [first] = last ?? [];
    const belongs = first?.op === 'patch' && reversal.op === 'patch' && first.entity === reversal.entity;
    if (belongs && last !== undefined && last.length < AT_A_TIME) last.push(reversal);
    else parts.push([reversal]);
  }
  return parts;
}

async function attempt(ask: () => Promise<EditResult>): Promise<EditOutcome> {
  try {
    return await ask();
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): NotDone {
  return { result: 'failed', code: knownErrorCode(error instanceof RpcError ? error.code : 'internal') };
}
