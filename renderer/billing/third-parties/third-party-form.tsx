import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThirdPartyRow } from '../../../shared/contract/index.ts';
import { EDITABLE_FIELDS, fieldsOf, THIRD_PARTY_TYPES, type ThirdPartyType } from '../../../shared/domain/index.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { EditSheet } from '../editing/edit-sheet.tsx';
import { FormText } from '../editing/form-fields.tsx';
import { valueOf } from '../editing/form-state.ts';
import { useEditForm } from '../editing/use-edit-form.ts';
import { textOf, useField } from '../editing/use-field.ts';
import { AddressSection, NumbersSection, PaymentSection, ReachSection } from './contact-sections.tsx';
import { LikeHint } from './like-hint.tsx';
import { AddressList, PersonList } from './list-editors.tsx';
import './third-party-form.css';

const FIELDS = Object.keys(EDITABLE_FIELDS['third-party']);
const NO_NAMES = {};
const NEW = { type: 'customer' };
const NO_STATES = () => [];

interface ThirdPartyFormProps {
  /** The row as it is now; null: a new one. */
  row: ThirdPartyRow | null;
  isGone?: boolean;
  onKept?: (id: string) => void;
  onStale?: () => void;
  onClose: () => void;
}

/** All that is entered of a third party; while one is entered, those that are like it are named. */
export function ThirdPartyForm({ row, isGone = false, onKept, onStale, onClose }: ThirdPartyFormProps) {
  const { t } = useTranslation();
  const present = useMemo(() => (row === null ? NEW : fieldsOf(row, FIELDS)), [row]);
  const form = useEditForm({
    entity: 'third-party',
    id: row?.id ?? null,
    present,
    names: NO_NAMES,
    row: row ?? {},
    cycleStates: NO_STATES,
    title: (state) => String(valueOf(state, 'name') ?? ''),
    onKept: (id) => {
      onKept?.(id);
      onClose();
    },
    onStale: () => onStale?.(),
  });
  const field = useField(form);
  const type = THIRD_PARTY_TYPES.find((known) => known === textOf(form, 'type')) ?? null;
  return (
    <EditSheet
      testId="third-party-form"
      kind={row?.name ?? t('third-party.kind-of-record')}
      title={t(row === null ? 'edit.new.third-party' : 'edit.title.third-party')}
      form={form}
      isGone={isGone}
      onClose={onClose}
    >
      <FormText form={form} field="name" label={t('edit.field.name')} isRequired />
      <LikeHint form={form} exceptId={row?.id ?? null} onShow={onClose} />
      <SelectField<ThirdPartyType>
        {...field('type', t('edit.field.type'), { as: 'third-party-type', isRequired: true })}
        choices={THIRD_PARTY_TYPES.map((value) => ({ value, label: t(`third-party.type.${value}`) }))}
        value={type}
        onChange={(next) => form.enter('type', next)}
      />
      <ReachSection form={form} />
      <AddressSection form={form} />
      <NumbersSection form={form} />
      <PaymentSection form={form} />
      <PersonList form={form} />
      <AddressList form={form} />
    </EditSheet>
  );
}
