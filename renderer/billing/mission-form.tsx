import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissionRow } from '../../shared/contract/index.ts';
import { EDITABLE_FIELDS, fieldsOf, isFrozen } from '../../shared/domain/index.ts';
import { useBillingCycleSearch, useThirdPartySearch } from './editing/choices.ts';
import { EditSheet } from './editing/edit-sheet.tsx';
import { FormDistance, FormMoney, FormRow, FormText } from './editing/form-fields.tsx';
import { valueOf } from './editing/form-state.ts';
import { useCycleStates } from './editing/use-cycle-states.ts';
import { useEditForm } from './editing/use-edit-form.ts';

const FIELDS = Object.keys(EDITABLE_FIELDS.mission);

interface MissionFormProps {
  row: MissionRow;
  isGone?: boolean;
  onStale?: () => void;
  onClose: () => void;
}

/** What of a mission is edited here: whom it is billed to, in which cycle, how far it went and what it costs. */
export function MissionForm({ row, isGone = false, onStale, onClose }: MissionFormProps) {
  const { t } = useTranslation();
  const present = useMemo(() => fieldsOf(row, FIELDS), [row]);
  const names = useMemo(() => namesOf(row), [row]);
  const searchThirdParties = useThirdPartySearch();
  const searchBillingCycles = useBillingCycleSearch();
  const stateOf = useCycleStates(row.billingCycleId);
  const form = useEditForm({
    entity: 'mission',
    id: row.id,
    present,
    names,
    row,
    // Only cycles that take missions can be chosen: the one that it is in may have been closed.
    cycleStates: (state) => stateOf([row.billingCycleId, valueOf(state, 'billingCycleId')]),
    title: () => row.reference,
    onKept: onClose,
    onStale: () => onStale?.(),
  });
  const isDisabled = stateOf([row.billingCycleId]).some(isFrozen);
  return (
    <EditSheet
      testId="mission-form"
      kind={row.reference}
      title={t('edit.title.mission')}
      form={form}
      isGone={isGone}
      notice={isDisabled ? t('edit.frozen-mission') : undefined}
      onClose={onClose}
    >
      <FormRow
        form={form}
        field="billingCycleId"
        label={t('edit.field.billing-cycle')}
        {...(row.billingCycleLabel === null ? {} : { hint: t('edit.hint.in-cycle', { label: row.billingCycleLabel }) })}
        isDisabled={isDisabled}
        search={searchBillingCycles}
      />
      <FormRow
        form={form}
        field="thirdPartyId"
        label={t('edit.field.third-party')}
        isDisabled={isDisabled}
        search={searchThirdParties}
      />
      <FormText form={form} field="customerName" label={t('edit.field.customer-name')} />
      <div className="edit-form__half">
        <FormDistance form={form} field="distanceMetres" label={t('edit.field.distance')} isDisabled={isDisabled} />
      </div>
      <div className="edit-form__half">
        <FormMoney
          form={form}
          field="amountCents"
          label={t('edit.field.amount', { currency: row.currency })}
          currency={row.currency}
          isDisabled={isDisabled}
        />
      </div>
    </EditSheet>
  );
}

function namesOf(row: MissionRow): Record<string, string> {
  const { thirdPartyId, thirdPartyName, billingCycleId, billingCycleLabel } = row;
  return {
    ...(thirdPartyId === null || thirdPartyName === null ? {} : { [thirdPartyId]: thirdPartyName }),
    ...(billingCycleId === null || billingCycleLabel === null ? {} : { [billingCycleId]: billingCycleLabel }),
  };
}
