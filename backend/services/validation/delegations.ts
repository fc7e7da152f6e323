import {
  type Actor,
  type Delegation,
  delegationFault,
  type FieldValues,
  isRole,
  type Refusal,
} from '../../../shared/domain/index.ts';
import { publish } from '../../bus/index.ts';
import type { Sql } from '../../database/database.ts';
import { timeOf } from './validation-rows.ts';

/** Who gives a delegation is who sends it: nobody gives away what is another's. By the server's clock it must not be over. */
export function refuseDelegating(fields: FieldValues, actor: Actor, nowMs: number): Refusal | undefined {
  const { fromSubject, toSubject, startsAt, endsAt } = fields;
  if (fromSubject !== actor.subject) {
    const detail = `fromSubject: ${actor.subject} delegates their own decisions, not those of ${String(fromSubject)}`;
    return { code: 'forbidden', field: 'fromSubject', detail };
  }
  const wanted = {
    fromSubject: actor.subject,
    toSubject: String(toSubject),
    startsAt: String(startsAt),
    endsAt: String(endsAt),
  };
  const fault = delegationFault(wanted, nowMs);
  return fault && { code: 'invalid-value', ...fault };
}

/** What is handed on: the roles that the giver has now, of those that there are. */
export function rolesHandedOn({ roles }: Actor): string[] {
  return roles.filter(isRole);
}

/** Takes a delegation back, by the one who gave it, the one who has it, or an administrator. Twice is as once. */
export async function revokeDelegation(
  sql: Sql,
  given: Pick<Delegation, 'id' | 'fromSubject' | 'toSubject' | 'revokedAt'>,
  actor: Actor,
  nowMs: number,
): Promise<Refusal | undefined> {
  const isTheirs = [given.fromSubject, given.toSubject].includes(actor.subject);
  if (!isTheirs && !actor.roles.includes('administrator'))
    return {
      code: 'forbidden',
      detail: `only ${given.fromSubject}, ${given.toSubject} or an administrator revokes it`,
    };
  if (given.revokedAt !== null) return undefined;
  await sql.query(`update validation_delegations set revoked_at = ${timeOf('$2')} where id = $1::uuid`, [
    given.id,
    nowMs,
  ]);
  const payload = { from: given.fromSubject, to: given.toSubject };
  await publish(sql, { type: 'delegation.revoked', entity: 'delegation', id: given.id, payload });
  return undefined;
}
