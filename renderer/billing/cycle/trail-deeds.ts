import type { Trail } from '../../../shared/api/index.ts';
import { BILLING_CYCLE_STATES, CYCLE_RULES, cycleAction, type CycleAction } from '../../../shared/domain/index.ts';

type Entry = Trail['entries'][number];

/** A field of a cycle that a person can change, as the books name it. */
export const TRAIL_FIELDS = ['label', 'third_party_id', 'period_start', 'period_end', 'currency', 'price_by'] as const;
export type TrailField = (typeof TRAIL_FIELDS)[number];

/** What somebody did, as one line: entries of the same deed together. */
export interface TrailDeed {
  /** Of the first entry and the last. */
  readonly from: number;
  readonly to: number;
  readonly at: string;
  readonly actor: string;
  readonly onBehalfOf: string | null;
  readonly hash: string;
  readonly what:
    | { readonly kind: 'insert' | 'delete' }
    | { readonly kind: 'mission-in' | 'mission-out'; readonly count: number }
    | { readonly kind: 'step'; readonly step: CycleAction; readonly reason: string | null }
    | { readonly kind: 'changed'; readonly fields: readonly FieldChange[] };
}
export interface FieldChange {
  readonly field: TrailField;
  readonly before: string | null;
  readonly after: string | null;
}

/** Missions that one person moves within this time are one deed. */
const TOGETHER_MS = 5 * 60_000;

/** The entries of a chain as deeds, the newest first. What an entry only notes beside a deed is left to the checksums. */
export function deedsOf(entries: readonly Entry[]): TrailDeed[] {
  const deeds: TrailDeed[] = [];
  for (const entry of entries) {
    const last = deeds.at(-1);
    const joined = last === undefined ? undefined : join(last, entry);
    if (joined !== undefined) deeds[deeds.length - 1] = joined;
    else {
      const what = whatOf(entry);
      const { position, alike, at, actor, onBehalfOf, hash } = entry;
      const from = position - alike + 1;
      if (what !== undefined) deeds.push({ from, to: position, at, actor, onBehalfOf, hash, what });
    }
  }
  return deeds.toReversed();
}

function join(last: TrailDeed, entry: Entry): TrailDeed | undefined {
  const { what } = last;
  if (last.actor !== entry.actor) return undefined;
  if (what.kind === 'step' && entry.action === 'reason')
    return {
      ...last,
      to: entry.position,
      hash: entry.hash,
      what: { ...what, reason: textOf(entry.details['reason']) },
    };
  // A decision, and the step that it was.
  if (what.kind === 'step' && entry.action === 'update' && stepOf(entry.details) === what.step)
    return { ...last, to: entry.position, hash: entry.hash };
  if (what.kind !== 'mission-in' && what.kind !== 'mission-out') return undefined;
  if (Date.parse(entry.at) - Date.parse(last.at) > TOGETHER_MS) return undefined;
  // Between two missions the cycle notes who had a hand in it.
  if (entry.action === 'update' && whatOf(entry) === undefined)
    return { ...last, to: entry.position, hash: entry.hash };
  if (what.kind !== entry.action) return undefined;
  const count = what.count + entry.alike;
  return { ...last, to: entry.position, hash: entry.hash, what: { kind: what.kind, count } };
}

function whatOf({ action, alike, details }: Entry): TrailDeed['what'] | undefined {
  switch (action) {
    case 'insert':
    case 'delete':
      return { kind: action };
    case 'mission-in':
    case 'mission-out':
      return { kind: action, count: alike };
    case 'update': {
      const step = stepOf(details);
      if (step !== undefined) return { kind: 'step', step, reason: null };
      const fields = TRAIL_FIELDS.flatMap((field): FieldChange[] => {
        const pair = pairOf(details[field]);
        return pair === undefined ? [] : [{ field, before: textOf(pair[0]), after: textOf(pair[1]) }];
      });
      return fields.length === 0 ? undefined : { kind: 'changed', fields };
    }
    case 'reason':
    case 'decision': {
      const step = cycleAction.safeParse(details[action === 'reason' ? 'step' : 'decision']);
      return step.success ? { kind: 'step', step: step.data, reason: textOf(details['reason']) } : undefined;
    }
    // What a validation notes of itself is told by its decisions.
    default:
      return undefined;
  }
}

/** The step that a change of state, of transmission or of credit was. */
function stepOf(details: Record<string, unknown>): CycleAction | undefined {
  if (pairOf(details['is_credited'])?.[1] === true) return 'credit';
  const [from, to] = pairOf(details['state']) ?? [];
  const [, transmission] = pairOf(details['transmission']) ?? [];
  const state = BILLING_CYCLE_STATES.find((one) => one === to);
  const rule = CYCLE_RULES.find((one) =>
    state === undefined
      ? transmission !== undefined && one.toTransmission === transmission && one.from === 'transmitted'
      : one.from === from && one.to === state && one.action !== 'credit',
  );
  // A validator who sends it back takes no hand in it: whoever opens it again does.
  if (rule?.action === 'reject' && (pairOf(details['contributors'])?.[1] as unknown[] | undefined)?.length !== 0)
    return 'reopen';
  return rule?.action;
}

function pairOf(value: unknown): readonly [unknown, unknown] | undefined {
  return Array.isArray(value) && value.length === 2 ? [value[0], value[1]] : undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
