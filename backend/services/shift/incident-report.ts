import type { Incident, IncidentSubject } from '../../../shared/domain/index.ts';
import type { IncidentReport } from '../../documents/pdf/incident-pdf.ts';
import { isOfScope, type Reader } from '../../database/scope.ts';
import { readBillingSettings } from '../billing/settings-store.ts';
import { readRow } from '../row-pages.ts';

/** Where nobody has said in which zone the operator works, times are those of the database. */
const UTC = 'UTC';

/** What stands in the report of an incident. @returns undefined where there is none */
export async function readIncidentReport(sql: Reader, id: string, nowMs: number): Promise<IncidentReport | undefined> {
  const text = await readRow(sql, 'incident', id);
  if (text === undefined) return undefined;
  const incident = JSON.parse(text) as Incident;
  const settings = await readBillingSettings(sql, '');
  return {
    incident,
    names: await namesOf(sql, namedIn(incident)),
    operator: settings?.seller.name ?? null,
    timeZone: settings?.timeZone ?? UTC,
    printedAt: new Date(nowMs).toISOString(),
  };
}

/** What belongs to it now, and what the timeline tells of. */
function namedIn({ subjects, entries }: Incident): IncidentSubject[] {
  return [...subjects, ...entries.flatMap(({ subject }) => subject ?? [])];
}

const NAME_SQL: Readonly<Record<IncidentSubject['kind'], readonly string[]>> = {
  alarm: ['alarms', 'alarm_archive'].map(
    (
      table,
    ) => `select id::text as id, rule_name || ' · ' || coalesce((select code from vehicles where vehicles.id = vehicle_id), subject_id) as name
      from ${table} where id = any($1::uuid[])`,
  ),
  vehicle: ['select id::text as id, code as name from vehicles where id = any($1::bigint[])'],
  mission: ['select id::text as id, reference as name from missions where id = any($1::bigint[])'],
};

/** Names by `kind/id`, of those that the reader sees. */
async function namesOf(sql: Reader, subjects: readonly IncidentSubject[]): Promise<Record<string, string>> {
  const { subsidiaries } = sql.scope;
  const names: Record<string, string> = {};
  for (const kind of ['alarm', 'vehicle', 'mission'] as const) {
    const ids = [...new Set(subjects.filter((one) => one.kind === kind).map(({ id }) => id))];
    for (const statement of ids.length === 0 ? [] : NAME_SQL[kind]) {
      const ofScope = subsidiaries === undefined ? '' : ` and ${isOfScope('subsidiary', '$2')}`;
      const rows = await sql.query<{ id: string; name: string | null }>(statement + ofScope, [
        ids,
        ...(subsidiaries === undefined ? [] : [subsidiaries]),
      ]);
      for (const { id, name } of rows) names[`${kind}/${id}`] = name ?? id;
    }
  }
  return names;
}
