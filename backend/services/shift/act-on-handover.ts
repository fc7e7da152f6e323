import {
  type Actor,
  type FieldValues,
  type Handover,
  handover as handoverRow,
  handoverWritten,
  isHandoverAction,
  isHandoverStep,
  readUnsentText,
  type Refusal,
  refuseHandoverAction,
  roomFor,
  textOf,
} from '../../../shared/domain/index.ts';
import { actAs, publish } from '../../bus/index.ts';
import type { Sql } from '../../database/database.ts';
import { asService, type Reader } from '../../database/scope.ts';
import { ENTITY_TABLES } from '../../sync/entity-tables.ts';
import { lockRow } from '../mutations/rows.ts';
import { OF_ALL } from './every-subsidiary.ts';
import { gatherShift } from './gather-shift.ts';

/** An action on a handover, as a desktop's outbox or a route carries it. */
export interface AskedHandoverAction {
  id: string;
  action: string;
  parameters: FieldValues;
  actor: Actor;
  nowMs: number;
}

/**
 * Takes one action on one handover, within a transaction.
 * @param sql sees what the actor may see
 * @returns why not; then nothing was done
 */
export async function actOnHandover(sql: Reader, asked: AskedHandoverAction): Promise<Refusal | undefined> {
  const { id, action, parameters, actor, nowMs } = asked;
  const { row } = await asService(sql, () => lockRow(sql, { entity: 'handover', id }, 'change'));
  if (row === undefined) return { code: 'not-found', detail: `there is no handover ${id}` };
  const handover = handoverRow.parse(row);
  const refusal = refuseHandoverAction(handover, action, parameters, actor);
  if (refusal !== undefined) return refusal;
  if (!isHandoverAction(action)) return undefined;
  await actAs(sql, actor.subject);
  if (action === 'hand-over') return asService(sql, () => handOver(sql, handover, parameters, nowMs));
  if (action === 'sign') await asService(sql, () => sign(sql, handover, textOf(parameters, 'text'), asked));
  else await asService(sql, () => write(sql, handoverWritten(handover, action, parameters)));
  if (isHandoverStep(action)) await tell(sql, id, 'handover.signed');
  return undefined;
}

/** Nobody drafts for somebody else. */
export function refuseDrafting({ leavingBy }: FieldValues, { subject }: Actor): Refusal | undefined {
  if (leavingBy === subject) return undefined;
  const detail = `leavingBy: ${subject} hands over their own shift, not that of ${String(leavingBy)}`;
  return { code: 'forbidden', field: 'leavingBy', detail };
}

/** Who leaves removes their own draft. */
export async function refuseRemovingDraft(sql: Sql, id: string, { subject }: Actor): Promise<Refusal | undefined> {
  const [draft] = await sql.query<{ leavingBy: string }>(
    'select leaving_by as "leavingBy" from handovers where id = $1::uuid',
    [id],
  );
  if (draft === undefined || draft.leavingBy === subject) return undefined;
  return { code: 'forbidden', detail: `only ${draft.leavingBy} removes their own draft` };
}

async function write(sql: Sql, { id, remark, remarks }: Handover): Promise<void> {
  await sql.query('update handovers set remark = $2, remarks = $3::jsonb where id = $1::uuid', [
    ...[id, remark, JSON.stringify(remarks)],
  ]);
}

/**
 * One after the other, for each subsidiary: each has in it all that was not settled of the one before, so that nothing is lost where two were drafted
 * at the same time.
 */
async function handOver(
  sql: Sql,
  { id, remarks }: Handover,
  parameters: FieldValues,
  nowMs: number,
): Promise<Refusal | undefined> {
  const unsent = readUnsentText(parameters['unsent']);
  if (unsent === undefined)
    return { code: 'invalid-value', field: 'unsent', detail: 'unsent: must be the text of a list of edits' };
  const [of] = await sql.query<{ subsidiary: string }>(
    `select coalesce(subsidiary, '') as subsidiary from handovers where id = $1::uuid`,
    [id],
  );
  const subsidiary = of?.subsidiary ?? '';
  await sql.query(`select pg_advisory_xact_lock(hashtext('vigie handover ' || $1))`, [subsidiary]);
  const { rowJson } = ENTITY_TABLES.handover;
  const [last] = await sql.query<{ body: string }>(
    `select ${rowJson} as body from handovers where coalesce(subsidiary, '') = $1 and number is not null order by number desc limit 1`,
    [subsidiary],
  );
  const before = last && handoverRow.parse(JSON.parse(last.body));
  const whose = subsidiary === OF_ALL ? null : subsidiary;
  const gathered = await gatherShift(sql, { subsidiary: whose, remarks, unsent, before, nowMs });
  const { items, more } = roomFor(gathered, remarks);
  await sql.query(
    `update handovers set state = 'handed-over', items = $2::jsonb, more = $3, number = $4, handed_over_at = $5::timestamptz
     where id = $1::uuid`,
    [id, JSON.stringify(items), more, (before?.number ?? 0) + 1, new Date(nowMs).toISOString()],
  );
  await tell(sql, id, 'handover.handed-over', {
    items: items.length,
    cameBack: items.filter(({ times }) => times > 0).length,
  });
  return undefined;
}

async function sign(
  sql: Sql,
  { id }: Handover,
  note: string | null,
  { actor, nowMs }: AskedHandoverAction,
): Promise<void> {
  await sql.query(
    `update handovers set state = 'signed', signed_by = $2, signed_note = $3, signed_at = $4::timestamptz where id = $1::uuid`,
    [id, actor.subject, note, new Date(nowMs).toISOString()],
  );
}

function tell(sql: Sql, id: string, type: string, payload: Record<string, number> = {}): Promise<void> {
  return publish(sql, { type, entity: 'handover', id, payload });
}
