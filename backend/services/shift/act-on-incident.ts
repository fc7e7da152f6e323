import {
  type Actor,
  entryOfAction,
  type FieldValues,
  type Incident,
  incident as incidentRow,
  type IncidentEntry,
  type IncidentSubject,
  isIncidentAction,
  isStep,
  type Refusal,
  refuseIncidentAction,
  statusAfter,
} from '../../../shared/domain/index.ts';
import { actAs, publish } from '../../bus/index.ts';
import type { Sql } from '../../database/database.ts';
import { asService, type Reader } from '../../database/scope.ts';
import { lockRow } from '../mutations/rows.ts';
import { isSeen } from './seen-subjects.ts';

/** An action on an incident, as a desktop's outbox or a route carries it. */
export interface AskedIncidentAction {
  id: string;
  action: string;
  parameters: FieldValues;
  actor: Actor;
  /** Under which id it is entered: that of the mutation. */
  entryId: string;
  /** When it was done, UTC ms, by a clock that may be wrong. */
  madeAtMs: number;
  nowMs: number;
  /** The status that was looked at, where that is known. */
  seenStatus?: string | undefined;
}

/** Why not: a rule; or another status than the one that was looked at, which a person must settle. */
export type IncidentOutcome = { refusal: Refusal } | { isElsewhere: true } | undefined;

/**
 * Takes one action on one incident, within a transaction.
 * @param sql sees what the actor may see
 * @returns undefined where it was taken
 */
export async function actOnIncident(sql: Reader, asked: AskedIncidentAction): Promise<IncidentOutcome> {
  const { id, action, parameters, actor, nowMs } = asked;
  const { row } = await asService(sql, () => lockRow(sql, { entity: 'incident', id }, 'change'));
  if (row === undefined) return { refusal: { code: 'not-found', detail: `there is no incident ${id}` } };
  const incident = incidentRow.parse(row);
  const refusal = refuseIncidentAction(incident, action, parameters);
  if (refusal !== undefined) return { refusal };
  if (!isIncidentAction(action)) return undefined;
  const recordedAt = new Date(nowMs).toISOString();
  // What was done offline has its own time; none lies ahead of the server's.
  const at = new Date(Math.min(asked.madeAtMs, nowMs)).toISOString();
  const entry = entryOfAction(incident, action, parameters, { id: asked.entryId, at, recordedAt, by: actor.subject });
  if (entry === null) return undefined;
  if (isStep(action) && entry.kind !== 'note' && (asked.seenStatus ?? incident.status) !== incident.status)
    return { isElsewhere: true };
  if (entry.kind === 'attached' && entry.subject !== null && !(await isSeen(sql, entry.subject)))
    return { refusal: notThere(entry.subject) };
  await actAs(sql, actor.subject);
  await asService(sql, () => write(sql, incident, entry));
  const status = entry.kind === 'note' ? undefined : statusAfter(incident.status, action);
  if (status !== undefined) {
    const payload = { from: incident.status, to: status, priority: incident.priority };
    await publish(sql, { type: `incident.${entry.kind}`, entity: 'incident', id, payload });
  }
  return undefined;
}

async function write(sql: Sql, { id, status }: Incident, entry: IncidentEntry): Promise<void> {
  const { kind, at, recordedAt, by, text, subject, what, view } = entry;
  await sql.query(
    `insert into incident_entries (id, incident_id, kind, at, recorded_at, by, text, subject_kind, subject_id, what, view)
     values ($1::uuid, $2::uuid, $3, $4::timestamptz, $5::timestamptz, $6, $7, $8, $9, $10, $11::jsonb)`,
    [
      ...[entry.id, id, kind, at, recordedAt, by, text, subject?.kind ?? null, subject?.id ?? null, what],
      view && JSON.stringify(view),
    ],
  );
  if (kind === 'watched' || kind === 'closed' || kind === 'reopened') await move(sql, id, kind, at);
  if (subject === null) return;
  if (kind === 'attached') await gather(sql, id, subject, status);
  if (kind === 'detached')
    await sql.query('delete from incident_subjects where incident_id = $1::uuid and kind = $2 and subject_id = $3', [
      ...[id, subject.kind, subject.id],
    ]);
}

async function move(sql: Sql, id: string, kind: 'watched' | 'closed' | 'reopened', at: string): Promise<void> {
  const status = kind === 'reopened' ? 'open' : kind;
  await sql.query('update incidents set status = $2, closed_at = $3::timestamptz where id = $1::uuid', [
    ...[id, status, kind === 'closed' ? at : null],
  ]);
}

/** What has happened to an alarm before it was gathered belongs to the timeline as well. Each line once, also where it comes back. */
const PAST_SQL = `
  insert into incident_entries (incident_id, kind, at, by, text, subject_kind, subject_id, what)
  select $1::uuid, 'alarm', line.at, line.by, line.note, 'alarm', line.alarm_id::text, line.kind
  from alarm_events as line where line.alarm_id = $2::uuid and not exists (select from incident_entries as known
    where known.incident_id = $1::uuid and known.kind = 'alarm' and known.subject_id = line.alarm_id::text
      and known.what = line.kind and known.at = line.at)
  order by line.seq`;

async function gather(sql: Sql, id: string, { kind, id: subjectId }: IncidentSubject, status: string): Promise<void> {
  await sql.query(
    `insert into incident_subjects (incident_id, kind, subject_id) values ($1::uuid, $2, $3) on conflict do nothing`,
    [id, kind, subjectId],
  );
  if (kind === 'alarm') await sql.query(PAST_SQL, [id, subjectId]);
  if (kind !== 'mission' || status === 'closed') return;
  // How it stands now is where its way in the timeline begins.
  await sql.query(
    `insert into incident_entries (incident_id, kind, at, subject_kind, subject_id, what, text)
     select $1::uuid, 'mission', clock_timestamp(), 'mission', id::text, status::text, reference::text from missions where id = $2::bigint`,
    [id, subjectId],
  );
}

function notThere({ kind, id }: IncidentSubject): Refusal {
  return { code: 'reference-missing', field: 'id', detail: `id: there is no ${kind} ${id}` };
}
