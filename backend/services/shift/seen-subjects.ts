import type { IncidentSubject } from '../../../shared/domain/index.ts';
import { isOfScope, type Reader } from '../../database/scope.ts';

/** Where each kind of thing is kept; an alarm that is over may be in the archive. */
const TABLES: Readonly<Record<IncidentSubject['kind'], readonly [table: string, key: string][]>> = {
  alarm: [
    ['alarms', 'uuid'],
    ['alarm_archive', 'uuid'],
  ],
  vehicle: [['vehicles', 'bigint']],
  mission: [['missions', 'bigint']],
};

/** Whether somebody sees a thing that they name. @param sql sees what they may see */
export async function isSeen(sql: Reader, { kind, id }: IncidentSubject): Promise<boolean> {
  const { subsidiaries } = sql.scope;
  const ofScope = subsidiaries === undefined ? '' : `and ${isOfScope('subsidiary', '$2')}`;
  for (const [table, key] of TABLES[kind]) {
    const found = await sql.query(`select from ${table} where id = $1::${key} ${ofScope}`, [
      id,
      ...(subsidiaries === undefined ? [] : [subsidiaries]),
    ]);
    if (found.length > 0) return true;
  }
  return false;
}
