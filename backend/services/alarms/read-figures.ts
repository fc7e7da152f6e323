import { type Alarm, type AlarmFigures, alarmFiguresOf, TimeZone } from '../../../shared/domain/index.ts';
import { isOfScope, type Reader } from '../../database/scope.ts';
import { ALARM_FIGURE_JSON } from '../../sync/entity-tables.ts';

/** More alarms than this in one span are not looked at in one answer. */
export const MOST_COUNTED = 200_000;

/** There are more alarms in the span than can be counted in one answer. */
export class TooManyAlarmsError extends Error {
  override name = 'TooManyAlarmsError';
}

/**
 * The figures of a span of time, of the alarms that the reader may see, the archive included.
 * @param span UTC ms
 * @throws TooManyAlarmsError
 */
export async function readFigures(
  sql: Reader,
  { fromMs, toMs, timeZone }: { fromMs: number; toMs: number; timeZone: string },
): Promise<AlarmFigures> {
  const { subsidiaries } = sql.scope;
  const ofScope = subsidiaries === undefined ? '' : `and ${isOfScope('subsidiary', '$4')}`;
  const span = 'raised_at >= $1::timestamptz and raised_at < $2::timestamptz';
  const rows = await sql.query<{ body: string }>(
    `select ${ALARM_FIGURE_JSON} as body from alarms where (closed_at is null or ${span}) ${ofScope}
     union all select ${ALARM_FIGURE_JSON} as body from alarm_archive where ${span} ${ofScope} limit $3`,
    [
      ...[new Date(fromMs).toISOString(), new Date(toMs).toISOString(), MOST_COUNTED + 1],
      ...(subsidiaries === undefined ? [] : [subsidiaries]),
    ],
  );
  if (rows.length > MOST_COUNTED) throw new TooManyAlarmsError(`there are more than ${MOST_COUNTED} alarms`);
  const alarms = rows.map(({ body }) => JSON.parse(body) as Alarm);
  return alarmFiguresOf(alarms, { fromMs, toMs, zone: new TimeZone(timeZone) });
}
