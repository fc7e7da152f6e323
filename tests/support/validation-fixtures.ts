import type { CycleFacts, Delegation, Role, Validation } from '../../shared/domain/index.ts';
import { DEFAULT_STEPS } from '../../shared/domain/index.ts';

const OPENED_AT = '2026-03-02T08:00:00.000Z';
const HOUR_MS = 3_600_000;
const hourAfter = (hours: number) => new Date(Date.parse(OPENED_AT) + hours * HOUR_MS).toISOString();

export const CYCLE_FACTS: CycleFacts = {
  ...{ label: 'February', thirdPartyId: null, periodStart: '2026-02-01', periodEnd: '2026-02-28', currency: 'EUR' },
  ...{ priceBy: 'amount', missions: 12, unpriced: 0 },
  ...{ taxExclusiveCents: 120_000, taxCents: 12_000, taxInclusiveCents: 132_000 },
  vat: [{ category: 'S', basisPoints: 1000, taxableCents: 120_000, taxCents: 12_000 }],
  parties: [{ name: 'Société Martin', missions: 12, taxExclusiveCents: 120_000 }],
  ...{ moreParties: 0, changes: null },
};

/** A validation that was opened on the second of March, with what a test wants otherwise. */
export function aValidation(own: Partial<Validation> = {}): Validation {
  return {
    id: '0a000000-0000-4000-8000-000000000001',
    ...{ subjectKind: 'billing-cycle', subjectId: '0c000000-0000-4000-8000-000000000001', round: 1 },
    ...{ state: 'pending', step: 0, steps: [...DEFAULT_STEPS] },
    ...{ openedAt: OPENED_AT, openedBy: 'ada', stepOpenedAt: OPENED_AT, dueAt: hourAfter(72) },
    ...{ remindedAt: null, escalatedAt: null, closedAt: null },
    ...{ contributors: ['ada'], facts: CYCLE_FACTS, decisions: [], marks: {} },
    ...own,
  };
}

/** A delegation that is in force from an hour after the validation above was opened to another. */
export function delegationOf(
  fromSubject: string,
  toSubject: string,
  { roles, startHour = 0, endHour = 1000 }: { roles: readonly Role[]; startHour?: number; endHour?: number },
): Delegation {
  return {
    ...{ id: crypto.randomUUID(), fromSubject, toSubject, roles: [...roles], subjectKind: null },
    ...{
      startsAt: hourAfter(startHour),
      endsAt: hourAfter(endHour),
      note: null,
      createdAt: OPENED_AT,
      revokedAt: null,
    },
  };
}
