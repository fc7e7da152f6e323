import {
  afterThirdPartyAction,
  type FieldValues,
  fieldsOf,
  GUARDED_FIELDS,
  type Refusal,
  refuseArchived,
  refuseThirdPartyParameters,
  thirdPartyAction,
} from '../../../shared/domain/index.ts';
import type { KnownRow, OutboxReads } from '../store/outbox-types.ts';

/** What an action on a third party is to say, or why it is none. */
export type PartyAction =
  | { parts: { action: string; parameters: FieldValues; seen: FieldValues } }
  | { reason: Refusal };

/** Archives, restores, merges or parts a third party: by its rules, as far as this machine can tell. */
export function makePartyAction(
  { rows }: { rows: Pick<OutboxReads, 'rowOf'> },
  { row }: KnownRow,
  asked: { id: string; action: string; parameters: FieldValues },
): PartyAction {
  const { id, parameters } = asked;
  const action = thirdPartyAction.safeParse(asked.action).data;
  if (action === undefined || afterThirdPartyAction(row, action, parameters) === undefined) {
    const detail = `'${asked.action}' is no action of a third party that is ${String(row['standing'])}`;
    return { reason: { code: 'illegal-action', detail } };
  }
  const reason =
    refuseThirdPartyParameters(id, action, parameters) ??
    (action === 'merge' ? refuseSurvivor(rows, parameters) : undefined);
  if (reason !== undefined) return { reason };
  return { parts: { action, parameters, seen: fieldsOf(row, GUARDED_FIELDS['third-party']) } };
}

function refuseSurvivor(rows: Pick<OutboxReads, 'rowOf'>, { into }: FieldValues): Refusal | undefined {
  const survivor = rows.rowOf('third-party', String(into));
  if (survivor === undefined)
    return { code: 'reference-missing', field: 'into', detail: `into: there is no third party '${String(into)}'` };
  return refuseArchived('into', survivor.row);
}
