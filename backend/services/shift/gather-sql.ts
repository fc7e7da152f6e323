import { MOST_ITEMS } from '../../../shared/domain/index.ts';
import { nullableTime, objectOf, text } from '../../sync/json-text.ts';

/** What stands now, as items of a handover: `FoundItem` in shared/domain/shift. Missions are judged by the rule of the board, not here. */

/** One more than there is room for: that there were more is said. */
const LIMIT = MOST_ITEMS + 1;

interface Found {
  key: string;
  group: string;
  label: string;
  about: string;
  priority: string;
  since: string;
  due: string;
  from: string;
}

const OF_SUBSIDIARY = "($1::text is null or coalesce(given.subsidiary, '') = $1)";

function found({ key, group, label, about, priority, since, due, from }: Found): string {
  const item = objectOf({
    key: text(key),
    group: text(`(${group})::text`),
    label: text(`left(${label}, 300)`),
    about: `coalesce(to_json(left(${about}, 300))::text, 'null')`,
    priority: `coalesce(to_json(${priority})::text, 'null')`,
    sinceAt: nullableTime(since),
    dueAt: nullableTime(due),
  });
  return `(select (${item})::jsonb as item from ${from} order by ${since} limit ${LIMIT})`;
}

const IS_SHELVED = 'given.shelved_until > $2::timestamptz';
const IS_SUPPRESSED = `given.suppressed_by is not null and coalesce(given.suppressed_until > $2::timestamptz, true)`;

const ALARMS = found({
  key: "'alarm/' || given.id",
  group: `case when ${IS_SHELVED} then 'alarm-shelved' when ${IS_SUPPRESSED} then 'alarm-suppressed' else 'alarm-open' end`,
  label: 'given.rule_name',
  about: `coalesce((select code from vehicles where vehicles.id = given.vehicle_id), given.subject_id)`,
  priority: 'given.priority',
  since: 'given.raised_at',
  due: `case when ${IS_SHELVED} then given.shelved_until when ${IS_SUPPRESSED} then given.suppressed_until end`,
  from: `alarms as given where given.closed_at is null and ${OF_SUBSIDIARY}`,
});

const INCIDENTS = found({
  key: "'incident/' || given.id",
  group: "'incident'",
  label: 'given.title',
  about: 'given.owner',
  priority: 'given.priority',
  since: 'given.opened_at',
  due: 'given.deadline',
  from: `incidents as given where given.status <> 'closed' and ${OF_SUBSIDIARY}`,
});

const VALIDATIONS = found({
  key: "'validation/' || given.id",
  group: "'validation'",
  label: "coalesce(given.facts ->> 'label', '')",
  about: 'given.opened_by',
  priority: 'null::text',
  since: 'given.opened_at',
  due: 'given.due_at',
  from: `validations as given where given.state = 'pending' and ${OF_SUBSIDIARY}`,
});

/** $1 the subsidiary or null, $2 the time. */
export const FOUND_SQL = `${ALARMS} union all ${INCIDENTS} union all ${VALIDATIONS}`;

/** Of named items ($1: [{key, subject, id}]) those that stand. */
export const STANDING_SQL = `
  with named as (select key, subject, id from json_to_recordset($1) as given (key text, subject text, id text))
  select key from named join alarms on subject = 'alarm' and alarms.id::text = named.id where closed_at is null
  union all select key from named join incidents on subject = 'incident' and incidents.id::text = named.id where status <> 'closed'
  union all select key from named join validations on subject = 'validation' and validations.id::text = named.id where validations.state = 'pending'`;
