import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxField } from '../../shared/contract/index.ts';
import {
  type EditableEntity,
  type FieldValue,
  GEOFENCE_KINDS,
  PRICE_SOURCES,
  THIRD_PARTY_TYPES,
} from '../../shared/domain/index.ts';
import { useClient } from '../stores/services.tsx';
import { DateField } from '../ui/date-field.tsx';
import { DistanceField, MoneyField } from '../ui/number-fields.tsx';
import { RowCombo } from '../ui/row-combo.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { TextField } from '../ui/text-field.tsx';
import { kindOf } from './field-kinds.ts';
import { searchRows } from './search-rows.ts';

export interface ValueFieldProps {
  entity: EditableEntity;
  /** With the names of all rows that it may hold. */
  field: OutboxField;
  label: string;
  /** ISO 4217. */
  currency: string;
  value: FieldValue;
  typed: string | undefined;
  error: string | undefined;
  onChange: (value: FieldValue) => void;
  onTyped: (text: string) => void;
  /** A row that was chosen here, and that the entry does not know the name of. */
  onNamed: (id: string, name: string) => void;
}

/** Where the value of a field is entered by hand, as that field wants it. */
export function ValueField(props: ValueFieldProps) {
  const { entity, field, label, currency, value, typed, error, onChange, onTyped } = props;
  const { t } = useTranslation();
  const common = { field: field.field, label, error };
  const kind = kindOf(entity, field.field);
  switch (kind) {
    case 'money':
      return <MoneyField {...common} {...{ currency, typed, onChange, onTyped }} value={numberOf(value)} />;
    case 'distance':
      return <DistanceField {...common} {...{ typed, onChange, onTyped }} value={numberOf(value)} />;
    case 'date':
      return (
        <DateField {...common} {...{ typed, onChange, onTyped }} value={typeof value === 'string' ? value : null} />
      );
    case 'party-type':
      return (
        <SelectField
          {...common}
          choices={THIRD_PARTY_TYPES.map((type) => ({ value: type, label: t(`third-party.type.${type}`) }))}
          value={THIRD_PARTY_TYPES.find((type) => type === value) ?? null}
          onChange={onChange}
        />
      );
    case 'price-source':
      return (
        <SelectField
          {...common}
          choices={PRICE_SOURCES.map((source) => ({ value: source, label: t(`billing-cycle.price-by.${source}`) }))}
          value={PRICE_SOURCES.find((source) => source === value) ?? null}
          onChange={onChange}
        />
      );
    case 'geofence-kind':
      return (
        <SelectField
          {...common}
          choices={GEOFENCE_KINDS.map((one) => ({ value: one, label: t(`geofence.kind.${one}`) }))}
          value={GEOFENCE_KINDS.find((one) => one === value) ?? null}
          onChange={onChange}
        />
      );
    case 'third-party':
    case 'billing-cycle':
      return <ReferenceField {...props} named={kind} />;
    default: {
      // An empty field of a third party's address is none at all.
      const isOptional = field.field.startsWith('contactInfo.') || field.field === 'customerName';
      return (
        <TextField
          {...common}
          value={typeof value === 'string' ? value : ''}
          onChange={(text) => onChange(isOptional && text.trim() === '' ? null : text)}
        />
      );
    }
  }
}

function ReferenceField(props: ValueFieldProps & { named: 'third-party' | 'billing-cycle' }) {
  const { field, label, value, error, onChange, onNamed, named } = props;
  const client = useClient();
  const search = useMemo(() => searchRows(client, named), [client, named]);
  const id = typeof value === 'string' ? value : null;
  return (
    <RowCombo
      field={field.field}
      label={label}
      error={error}
      value={id === null ? null : { id, label: field.names[id] ?? id }}
      onChange={(chosen) => {
        if (chosen !== null) onNamed(chosen.id, chosen.label);
        onChange(chosen?.id ?? null);
      }}
      search={search}
    />
  );
}

function numberOf(value: FieldValue): number | null {
  return typeof value === 'number' ? value : null;
}
