import type { TFunction } from 'i18next';
import type { OutboxField } from '../../shared/contract/index.ts';
import {
  billingCycleState,
  type EditableEntity,
  type FieldValue,
  geofenceKind,
  missionStatus,
  priceSource,
  readListText,
  thirdPartyStanding,
  thirdPartyType,
  transmissionStatus,
} from '../../shared/domain/index.ts';
import { type Format, formatDecimal } from '../i18n/index.ts';
import { geometrySummary } from './geometry-summary.ts';
import { kindOf, NAMED_FIELDS } from './field-kinds.ts';

/** Between a number and its unit. */
const NARROW_SPACE = '\u202f';
const METRES_DIGITS = 3;
const CENTS_DIGITS = 2;

/** What values are written with. `currency`: ISO 4217, where it is known; amounts stand without a sign where it is not. */
export interface Writing {
  t: TFunction;
  format: Format;
  currency: string | null;
}

export function fieldName(t: TFunction, field: string): string {
  const known = NAMED_FIELDS.find((name) => name === field);
  return known === undefined ? field : t(`outbox.field.${known}`);
}

/**
 * A value of a field as a person reads it, exact to the last cent and metre: two values that differ never look the same. What does not fit
 * its field is shown as it is.
 */
export function fieldText(
  { t, format, currency }: Writing,
  entity: EditableEntity | null,
  { field, names }: Pick<OutboxField, 'field' | 'names'>,
  value: FieldValue,
): string {
  if (value === null || value === '') return t('outbox.none');
  const text = String(value);
  const kind = kindOf(entity, field);
  switch (kind) {
    case 'money':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return text;
      return currency === null ? formatDecimal(value, format.language, CENTS_DIGITS) : format.money(value, currency);
    case 'distance':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return text;
      return `${formatDecimal(value, format.language, METRES_DIGITS, 0)}${NARROW_SPACE}km`;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? format.date(text) : text;
    case 'party-type': {
      const known = thirdPartyType.safeParse(value);
      return known.success ? t(`third-party.type.${known.data}`) : text;
    }
    case 'cycle-state': {
      const known = billingCycleState.safeParse(value);
      return known.success ? t(`billing-cycle.state.${known.data}`) : text;
    }
    case 'price-source': {
      const known = priceSource.safeParse(value);
      return known.success ? t(`billing-cycle.price-by.${known.data}`) : text;
    }
    case 'transmission': {
      const known = transmissionStatus.safeParse(value);
      return known.success ? t(`billing-cycle.transmission.${known.data}`) : text;
    }
    case 'yes-no':
      return typeof value === 'boolean' ? t(value ? 'outbox.yes' : 'outbox.no') : text;
    case 'mission-status': {
      const known = missionStatus.safeParse(value);
      return known.success ? t(`mission.status.${known.data}`) : text;
    }
    case 'geofence-kind': {
      const known = geofenceKind.safeParse(value);
      return known.success ? t(`geofence.kind.${known.data}`) : text;
    }
    case 'party-standing': {
      const known = thirdPartyStanding.safeParse(value);
      return known.success ? t(`party.standing.${known.data}`) : text;
    }
    case 'list':
      return listSummary(text);
    case 'geometry':
      return geometrySummary(t, format, text);
    case 'third-party':
    case 'billing-cycle':
    case 'mission':
    case 'geofence':
    case 'validation':
    case 'delegation':
    case 'alarm-rule':
    case 'alarm':
    case 'incident':
    case 'handover':
      return names[text] ?? text;
    case 'text':
      return text;
  }
}

/** A list of persons or addresses: each with all its texts, so that two that differ never look the same. */
function listSummary(text: string): string {
  const list = readListText(text);
  if (!Array.isArray(list)) return text;
  const items = list.map((item: unknown) =>
    typeof item === 'object' && item !== null ? Object.values(item).map(String).join(', ') : String(item),
  );
  return items.join(' · ');
}
