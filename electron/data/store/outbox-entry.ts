import { type Mutation, type MutationAnswer, mutationAnswer } from '../../../shared/api/index.ts';
import type { OutboxEntry, OutboxField } from '../../../shared/contract/index.ts';
import {
  type EditableEntity,
  fieldOf,
  type FieldValue,
  REFERENCES,
  type RowFields,
} from '../../../shared/domain/index.ts';
import type { Place } from './outbox-queue.ts';
import { toEntity } from './outbox-queue.ts';
import { parseJson, type ReadPayload, type StoredEntry } from './outbox-rows.ts';

/** What a person may have to enter anew from an entry that cannot be read; characters. */
const MOST_RAW = 20_000;

/** What an entry is shown with. */
export interface EntrySources {
  readPayload: ReadPayload;
  shownRow(entity: EditableEntity, id: string): RowFields | undefined;
  serverRow(entity: EditableEntity, id: string): RowFields | undefined;
}

/** An entry as windows see it. */
export function toOutboxEntry(
  stored: StoredEntry,
  { state, waitsFor }: Pick<Place, 'state' | 'waitsFor'>,
  sources: EntrySources,
): OutboxEntry {
  const mutation = sources.readPayload(stored);
  const entity = toEntity(stored.entity) ?? null;
  const id = stored.entity_id;
  const answer = readAnswer(stored.answer);
  const theirs = entity === null || id === null ? undefined : sources.serverRow(entity, id);
  const shown = entity === null || id === null ? undefined : sources.shownRow(entity, id);
  return {
    mutationId: stored.mutation_id,
    op: mutation === undefined || mutation.op === 'cancel' ? 'unknown' : mutation.op,
    entity,
    id,
    title: titleOf(entity, [shown, theirs, ownFields(mutation)]) ?? id ?? '',
    action: mutation?.op === 'action' ? mutation.action : null,
    state,
    madeAtMs: stored.made_at_ms,
    attempts: stored.attempts,
    lastAttemptAtMs: stored.last_attempt_at_ms,
    waitsFor,
    fields: mutation === undefined ? [] : fieldsOfEntry(mutation, answer, theirs, sources),
    isRemoved: state === 'conflict' && theirs === undefined,
    reason: answer?.result === 'rejected' ? answer.reason : null,
    ...(mutation === undefined ? { raw: stored.payload.slice(0, MOST_RAW) } : {}),
  };
}

export function readAnswer(text: string | null): MutationAnswer | undefined {
  if (text === null) return undefined;
  const parsed = mutationAnswer.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

/** What people call a row: a name, a label, a reference. */
const TITLES: Readonly<Record<EditableEntity, string>> = {
  'third-party': 'name',
  'billing-cycle': 'label',
  mission: 'reference',
  geofence: 'name',
  delegation: 'toSubject',
  validation: 'facts.label',
  'alarm-rule': 'name',
  alarm: 'ruleName',
  incident: 'title',
  handover: 'leavingBy',
};

function titleOf(entity: EditableEntity | null, rows: readonly (RowFields | undefined)[]): string | undefined {
  if (entity === null) return undefined;
  return rows
    .map((row) => row && fieldOf(row, TITLES[entity]))
    .find((title): title is string => typeof title === 'string' && title !== '');
}

function ownFields(mutation: Mutation | undefined): RowFields | undefined {
  if (mutation?.op === 'create') return mutation.fields;
  return mutation?.op === 'delete' ? mutation.seen : undefined;
}

/** The fields of the edit, then those in conflict that it depends on without changing them. */
function fieldsOfEntry(
  mutation: Mutation,
  answer: MutationAnswer | undefined,
  theirs: RowFields | undefined,
  sources: EntrySources,
): OutboxField[] {
  if (mutation.op === 'cancel') return [];
  const conflicts = answer?.result === 'conflict' ? answer.fields : [];
  const edited = editsOf(mutation);
  const seen = mutation.op === 'create' ? {} : mutation.seen;
  const others = conflicts.filter((field) => !edited.some((edit) => edit.field === field));
  return [...edited, ...others.map((field) => ({ field, base: seen[field] ?? null, mine: seen[field] ?? null }))].map(
    ({ field, base, mine }) => {
      const their = theirs === undefined ? null : fieldOf(theirs, field);
      const names = namesOf(mutation.entity, field, [base, mine, their], sources);
      return { field, base, mine, theirs: their, isConflict: conflicts.includes(field), names };
    },
  );
}

function editsOf(mutation: Mutation): { field: string; base: FieldValue; mine: FieldValue }[] {
  if (mutation.op === 'patch') {
    return Object.entries(mutation.fields).map(([field, { from, to }]) => ({ field, base: from, mine: to }));
  }
  if (mutation.op !== 'create') return [];
  return Object.entries(mutation.fields).map(([field, value]) => ({ field, base: null, mine: value }));
}

function namesOf(
  entity: EditableEntity,
  field: string,
  values: readonly FieldValue[],
  sources: EntrySources,
): Record<string, string> {
  const named = REFERENCES[entity][field];
  if (named === undefined) return {};
  const ids = new Set(values.filter((value) => typeof value === 'string'));
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const title = titleOf(named, [sources.shownRow(named, id), sources.serverRow(named, id)]);
      return title === undefined ? [] : [[id, title]];
    }),
  );
}
