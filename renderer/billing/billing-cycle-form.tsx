import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BillingCycleRow } from '../../shared/contract/index.ts';
import { EDITABLE_FIELDS, fieldsOf, isFrozen, PRICE_SOURCES, type PriceSource } from '../../shared/domain/index.ts';
import { SelectField } from '../ui/select-field.tsx';
import { useThirdPartySearch } from './editing/choices.ts';
import { EditSheet } from './editing/edit-sheet.tsx';
import { FormDate, FormRow, FormText } from './editing/form-fields.tsx';
import { valueOf } from './editing/form-state.ts';
import { useEditForm } from './editing/use-edit-form.ts';
import { useOverlap } from './editing/use-overlap.ts';
import { useField } from './editing/use-field.ts';

const FIELDS = Object.keys(EDITABLE_FIELDS['billing-cycle']);
const NEW = { currency: 'EUR', priceBy: 'amount' };
const NO_STATES = () => [];

interface BillingCycleFormProps {
  /** The row as it is now; null: a new one. */
  row: BillingCycleRow | null;
  isGone?: boolean;
  onKept?: (id: string) => void;
  onStale?: () => void;
  onClose: () => void;
}

/** A billing cycle's label, whom it bills, its period and its currency. */
export function BillingCycleForm({ row, isGone = false, onKept, onStale, onClose }: BillingCycleFormProps) {
  const { t } = useTranslation();
  const present = useMemo(() => (row === null ? NEW : fieldsOf(row, FIELDS)), [row]);
  const names = useMemo(() => namesOf(row), [row]);
  const searchThirdParties = useThirdPartySearch();
  const form = useEditForm({
    entity: 'billing-cycle',
    id: row?.id ?? null,
    present,
    names,
    row: row ?? {},
    cycleStates: NO_STATES,
    title: (state) => String(valueOf(state, 'label') ?? ''),
    onKept: (id) => {
      onKept?.(id);
      onClose();
    },
    onStale: () => onStale?.(),
  });
  const field = useField(form);
  const overlap = useOverlap(form, row?.id ?? null);
  const priceBy = PRICE_SOURCES.find((source) => source === valueOf(form.state, 'priceBy')) ?? null;
  const isDisabled = row !== null && isFrozen(row.state);
  return (
    <EditSheet
      testId="billing-cycle-form"
      kind={row?.label ?? t('billing-cycle.kind-of-record')}
      title={t(row === null ? 'edit.new.billing-cycle' : 'edit.title.billing-cycle')}
      form={form}
      isGone={isGone}
      notice={isDisabled ? t('edit.frozen-cycle') : undefined}
      onClose={onClose}
    >
      <FormText form={form} field="label" label={t('edit.field.label')} isRequired isDisabled={isDisabled} />
      <FormRow
        form={form}
        field="thirdPartyId"
        label={t('edit.field.third-party')}
        hint={t('edit.hint.all-third-parties')}
        isDisabled={isDisabled}
        search={searchThirdParties}
      />
      <div className="edit-form__half">
        <FormDate
          form={form}
          field="periodStart"
          label={t('edit.field.period-start')}
          hint={t('edit.hint.date')}
          warning={isDisabled ? undefined : overlap}
          isRequired
          isDisabled={isDisabled}
        />
      </div>
      <div className="edit-form__half">
        <FormDate
          form={form}
          field="periodEnd"
          label={t('edit.field.period-end')}
          hint={t('edit.hint.date')}
          isRequired
          isDisabled={isDisabled}
        />
      </div>
      <div className="edit-form__half">
        <FormText
          form={form}
          field="currency"
          label={t('edit.field.currency')}
          toValue={(text) => text.toUpperCase()}
          isRequired
          isDisabled={isDisabled}
        />
      </div>
      <div className="edit-form__half">
        <SelectField<PriceSource>
          {...field('priceBy', t('edit.field.price-by'), { as: 'price-source', isDisabled })}
          choices={PRICE_SOURCES.map((value) => ({ value, label: t(`billing-cycle.price-by.${value}`) }))}
          value={priceBy}
          onChange={(next) => form.enter('priceBy', next)}
        />
      </div>
    </EditSheet>
  );
}

function namesOf(row: BillingCycleRow | null): Record<string, string> {
  return row === null || row.thirdPartyId === null || row.thirdPartyName === null
    ? {}
    : { [row.thirdPartyId]: row.thirdPartyName };
}
