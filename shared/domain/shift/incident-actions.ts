import type { FieldValues } from '../edit-policy.ts';
import type { Refusal } from '../refusal.ts';
import type { Role } from '../role.ts';
import { textOf } from '../validation/actions.ts';
import {
  type EntryKind,
  type Incident,
  incidentSubjectKind,
  type IncidentEntry,
  type IncidentStatus,
  type IncidentSubject,
  mapView,
  type MapView,
} from './incident.ts';

/**
 * What people do with an incident, and what each is told with: `watch`, `close`, `reopen` {text}, `note` and `decide` {text}, `link` {url, text},
 * `view` {longitude, latitude, zoom, atMs, text}, `attach` and `detach` {kind, id, text}.
 */
export const INCIDENT_ACTIONS = [
  'watch',
  'close',
  'reopen',
  'note',
  'decide',
  'link',
  'view',
  'attach',
  'detach',
] as const;
export type IncidentAction = (typeof INCIDENT_ACTIONS)[number];

/** Who keeps the incident log. */
export const INCIDENT_KEEPERS: readonly Role[] = ['supervisor', 'dispatcher', 'administrator'];

export const LONGEST_ENTRY = 4_000;
export const LONGEST_LINK = 2_000;
/** Of one incident, by people: the row is one that every desktop keeps. */
export const MOST_ENTRIES = 2_000;
export const MOST_SUBJECTS = 200;

/** The way of an incident: docs/shift.md draws it. */
const WAYS: Readonly<Record<'watch' | 'close' | 'reopen', { from: readonly IncidentStatus[]; to: IncidentStatus }>> = {
  watch: { from: ['open'], to: 'watched' },
  close: { from: ['open', 'watched'], to: 'closed' },
  reopen: { from: ['watched', 'closed'], to: 'open' },
};

const KIND_OF: Readonly<Record<IncidentAction, EntryKind>> = {
  watch: 'watched',
  close: 'closed',
  reopen: 'reopened',
  note: 'note',
  decide: 'decision',
  link: 'link',
  view: 'view',
  attach: 'attached',
  detach: 'detached',
};

export function isIncidentAction(action: string): action is IncidentAction {
  return INCIDENT_ACTIONS.some((known) => known === action);
}

export function isStep(action: IncidentAction): action is 'watch' | 'close' | 'reopen' {
  return Object.hasOwn(WAYS, action);
}

/** Where a step leads from a status; undefined: it is no step from there. */
export function statusAfter(status: IncidentStatus, action: IncidentAction): IncidentStatus | undefined {
  if (!isStep(action)) return undefined;
  const { from, to } = WAYS[action];
  return from.includes(status) ? to : undefined;
}

/** The steps that a status allows, in the order of INCIDENT_ACTIONS. What is added to the timeline can be at any time. */
export function stepsOf(status: IncidentStatus): ('watch' | 'close' | 'reopen')[] {
  return INCIDENT_ACTIONS.filter(isStep).filter((action) => statusAfter(status, action) !== undefined);
}

/**
 * Refuses an action that cannot be, of the incident as it is. A step that has been taken already is not refused: what was written with it stays as a
 * note. What people add is taken whatever the status: a note that was written offline is not lost because somebody closed the incident meanwhile.
 */
export function refuseIncidentAction(
  { status, subjects, entries }: Pick<Incident, 'status' | 'subjects' | 'entries'>,
  action: string,
  parameters: FieldValues,
): Refusal | undefined {
  if (!isIncidentAction(action)) return { code: 'illegal-action', detail: `an incident knows no action ${action}` };
  const fault = parametersFault(action, parameters);
  if (fault !== undefined) return fault;
  if (isStep(action) && status !== WAYS[action].to && statusAfter(status, action) === undefined)
    return { code: 'illegal-action', detail: `an incident that is ${status} cannot be told to ${action}` };
  if (entries.filter(({ by }) => by !== null).length >= MOST_ENTRIES)
    return {
      code: 'too-large',
      detail: `its timeline has ${MOST_ENTRIES} entries: open another incident and link this one`,
    };
  if (action === 'attach' && subjects.length >= MOST_SUBJECTS)
    return {
      code: 'too-large',
      field: 'id',
      detail: `id: ${MOST_SUBJECTS} things belong to it: open another incident`,
    };
  return undefined;
}

/** Who does something, when, and under which id it is entered. */
export interface Doing {
  id: string;
  /** ISO 8601. */
  at: string;
  recordedAt: string;
  by: string | null;
}

/** What an action that is not refused adds to the timeline; null: nothing, since it is so already and nothing was written. */
export function entryOfAction(
  incident: Pick<Incident, 'status' | 'subjects'>,
  action: IncidentAction,
  parameters: FieldValues,
  { id, at, recordedAt, by }: Doing,
): IncidentEntry | null {
  const subject = subjectOf(parameters);
  const isSo =
    (isStep(action) && incident.status === WAYS[action].to) ||
    (subject !== null && (action === 'attach') === isGathered(incident.subjects, subject));
  const written = textOf(parameters, 'text');
  const text = action === 'link' ? [textOf(parameters, 'url'), written].filter(Boolean).join(' ') : written;
  const plain = { id, at, recordedAt, by, text, subject: null, what: null, view: null };
  if (isSo) return text === null ? null : { ...plain, kind: 'note' };
  return { ...plain, kind: KIND_OF[action], subject, view: action === 'view' ? viewOf(parameters) : null };
}

/** The incident after an entry of its own: nothing that was in the timeline is changed or gone. */
export function incidentAfter<Row extends Incident>(row: Row, entry: IncidentEntry): Row {
  if (row.entries.some(({ id }) => id === entry.id)) return row;
  // Entries are in the order of their times; of the same time in that of their coming.
  const place = row.entries.findLastIndex(({ at }) => Date.parse(at) <= Date.parse(entry.at)) + 1;
  const after = { ...row, entries: row.entries.toSpliced(place, 0, entry) };
  const { kind, subject, at } = entry;
  if (kind === 'watched') return { ...after, status: 'watched' };
  if (kind === 'closed') return { ...after, status: 'closed', closedAt: at };
  if (kind === 'reopened') return { ...after, status: 'open', closedAt: null };
  if (subject === null) return after;
  const others = row.subjects.filter((one) => !isSameSubject(one, subject));
  if (kind === 'attached') return { ...after, subjects: [...others, subject] };
  return kind === 'detached' ? { ...after, subjects: others } : after;
}

/** An incident as it will be once an action of this desktop has arrived; as it is where that will be refused. */
export function incidentWithAction(
  before: Incident,
  { id, action, parameters, at }: { id: string; action: string; parameters: FieldValues; at: string },
): Incident {
  if (!isIncidentAction(action) || refuseIncidentAction(before, action, parameters) !== undefined) return before;
  // Who acts here is told by the server: until then it is whoever looks at this desktop.
  const entry = entryOfAction(before, action, parameters, { id, at, recordedAt: at, by: '' });
  return entry === null ? before : incidentAfter(before, { ...entry, isUnsent: true });
}

export function isSameSubject(one: IncidentSubject, other: IncidentSubject): boolean {
  return one.kind === other.kind && one.id === other.id;
}

function isGathered(subjects: readonly IncidentSubject[], subject: IncidentSubject): boolean {
  return subjects.some((one) => isSameSubject(one, subject));
}

function subjectOf({ kind, id }: FieldValues): IncidentSubject | null {
  const parsed = incidentSubjectKind.safeParse(kind);
  return parsed.success && typeof id === 'string' ? { kind: parsed.data, id } : null;
}

function viewOf({ longitude, latitude, zoom, atMs }: FieldValues): MapView | null {
  return mapView.safeParse({ longitude, latitude, zoom, atMs }).data ?? null;
}

const PARAMETERS: Readonly<Record<IncidentAction, readonly string[]>> = {
  watch: ['text'],
  close: ['text'],
  reopen: ['text'],
  note: ['text'],
  decide: ['text'],
  link: ['url', 'text'],
  view: ['longitude', 'latitude', 'zoom', 'atMs', 'text'],
  attach: ['kind', 'id', 'text'],
  detach: ['kind', 'id', 'text'],
};
/** Actions that say nothing without their text: how it ended, why it begins again, what was seen or decided. */
const NEED_TEXT: readonly IncidentAction[] = ['close', 'reopen', 'note', 'decide'];

/** What is wrong with what an action is told, whatever the incident is. */
function parametersFault(action: IncidentAction, parameters: FieldValues): Refusal | undefined {
  const invalid = (field: string, detail: string): Refusal => ({
    ...{ code: 'invalid-value', field },
    detail: `${field}: ${detail}`,
  });
  const unknown = Object.keys(parameters).find((name) => !PARAMETERS[action].includes(name));
  if (unknown !== undefined) return invalid(unknown, `${action} takes no such parameter`);
  const { text = null, url } = parameters;
  if (text !== null && typeof text !== 'string') return invalid('text', 'must be a text');
  if (text !== null && text.length > LONGEST_ENTRY) return invalid('text', `has more than ${LONGEST_ENTRY} characters`);
  if (NEED_TEXT.includes(action) && textOf(parameters, 'text') === null) return invalid('text', 'is missing: write it');
  if (action === 'link' && !isWebAddress(url))
    return invalid(
      'url',
      `must be an address that begins with https:// or http://, of at most ${LONGEST_LINK} characters`,
    );
  if (action === 'view' && viewOf(parameters) === null)
    return invalid(
      'longitude',
      'longitude, latitude (degrees), zoom (0 to 24) and atMs (UTC ms) must say what was on the map',
    );
  if (action !== 'attach' && action !== 'detach') return undefined;
  if (!incidentSubjectKind.safeParse(parameters['kind']).success)
    return invalid('kind', 'must be alarm, vehicle or mission');
  const { kind, id } = parameters;
  if (typeof id !== 'string' || !(kind === 'alarm' ? UUID : KEY).test(id))
    return invalid('id', kind === 'alarm' ? 'must be the id of an alarm' : 'must be up to 18 digits');
  return undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const KEY = /^\d{1,18}$/;
/** No other kind is opened from a timeline: `javascript:` least of all. */
const WEB_ADDRESS = /^https?:\/\/[^\s/?#]+\S*$/i;

function isWebAddress(url: unknown): boolean {
  return typeof url === 'string' && url.length <= LONGEST_LINK && WEB_ADDRESS.test(url.trim());
}
