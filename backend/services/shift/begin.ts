import { type Actor, type FieldValues, type Refusal, refuseCreation } from '../../../shared/domain/index.ts';
import { actAs } from '../../bus/index.ts';
import type { Reader } from '../../database/scope.ts';
import { subsidiaryOfNew } from '../mutations/other-rows.ts';
import { insertRow } from '../mutations/write-row.ts';

/** Opens an incident, within a transaction. @returns why not; then nothing was done */
export async function openIncident(
  sql: Reader,
  id: string,
  fields: FieldValues,
  actor: Actor,
  nowMs: number,
): Promise<Refusal | undefined> {
  const refused = refuseCreation('incident', fields);
  if (refused !== undefined) return refused;
  await actAs(sql, actor.subject);
  const subsidiary = await subsidiaryOfNew(sql, 'incident', fields);
  await insertRow(sql, { entity: 'incident', id }, fields, { subsidiary, times: { opened_at: nowMs } });
  return undefined;
}

/** Drafts a handover of whoever asks, within a transaction. @returns why not; then nothing was done */
export async function draftHandover(
  sql: Reader,
  id: string,
  shift: FieldValues,
  actor: Actor,
): Promise<Refusal | undefined> {
  const fields = { ...shift, leavingBy: actor.subject };
  const refused = refuseCreation('handover', fields);
  if (refused !== undefined) return refused;
  await actAs(sql, actor.subject);
  await insertRow(sql, { entity: 'handover', id }, fields, {
    subsidiary: await subsidiaryOfNew(sql, 'handover', fields),
  });
  return undefined;
}
