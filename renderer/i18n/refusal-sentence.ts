import type { TFunction } from 'i18next';
import type { Refusal } from '../../shared/domain/index.ts';

/** Fields with a sentence of their own for a value that they cannot hold. */
const FIELDS = [
  'name',
  'type',
  'label',
  'thirdPartyId',
  'billingCycleId',
  'periodStart',
  'periodEnd',
  'currency',
  'priceBy',
  'reason',
  'customerName',
  'distanceMetres',
  'amountCents',
] as const;

/** Why an edit is refused, and what to do about it, in one sentence or two of the window's language. */
export function refusalSentence(
  t: TFunction,
  { code, field, fault }: Pick<Refusal, 'code' | 'field' | 'fault'>,
): string {
  if (fault !== undefined) return t(`refusal.contact.${fault}`);
  const known = FIELDS.find((name) => name === field);
  if (code === 'invalid-value' && known !== undefined) return t(`refusal.value.${known}`);
  return t(`refusal.${code}`);
}
