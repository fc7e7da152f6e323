import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { enteredRateCard, type RateCard, type RateCardTerms } from '../../../shared/domain/index.ts';
import { useClient } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { RowCombo } from '../../ui/row-combo.tsx';
import { useThirdPartySearch } from '../editing/choices.ts';
import { FormTrouble, RestoredNote } from './form-notes.tsx';
import { SpecField, useFaultSentence } from './spec-field.tsx';
import type { FieldKind, FieldSpec } from './spec-form.ts';
import { TryOut } from './try-out.tsx';
import { useSpecForm } from './use-spec-form.ts';
import { VatPart } from './vat-part.tsx';

const TERMS = [
  ['terms.baseCents', 'money', 'base'],
  ['terms.minimumCents', 'money', 'minimum'],
  ['terms.perKilometre', 'unit-price', 'per-kilometre'],
  ['terms.includedMetres', 'kilometres', 'included-kilometres'],
  ['terms.perHour', 'unit-price', 'per-hour'],
  ['terms.includedMinutes', 'minutes', 'included-minutes'],
  ['terms.night.fromMinute', 'clock', 'night-from'],
  ['terms.night.toMinute', 'clock', 'night-to'],
  ['terms.night.basisPoints', 'percent', 'night'],
  ['terms.sunday.basisPoints', 'percent', 'sunday'],
] as const satisfies readonly (readonly [string, FieldKind, string])[];

const SPECS: readonly FieldSpec[] = [
  { path: 'label', kind: 'required' },
  { path: 'currency', kind: 'required' },
  { path: 'validFrom', kind: 'day' },
  { path: 'validTo', kind: 'day' },
  { path: 'vat.basisPoints', kind: 'percent' },
  { path: 'vat.exemption', kind: 'text' },
  ...TERMS.map(([path, kind]) => ({ path, kind })),
];

interface CardFormProps {
  card: RateCard;
  /** What people call its third party. */
  partyName: string | null;
  isNew: boolean;
  /** Of what is entered, among the person's drafts. */
  draftName: string;
  mayEdit: boolean;
  onSaved: () => void;
  onClose: () => void;
}

/** A rate card with all its terms, and what a mission would cost by it. */
export function CardForm({ card, partyName, isNew, draftName, mayEdit, onSaved, onClose }: CardFormProps) {
  const { t } = useTranslation();
  const client = useClient();
  const search = useThirdPartySearch();
  const [name, setName] = useState(partyName);
  const form = useSpecForm({
    ...{ draftName, specs: SPECS, others: ['thirdPartyId'], schema: enteredRateCard, initial: card },
    save: (value) => client.request('books.writeRateCard', { card: value }),
    onSaved,
  });
  const sentence = useFaultSentence();
  const partyFault = form.faultOf('thirdPartyId');
  const chosen = form.base as RateCard;
  const isDisabled = !mayEdit;
  const party = chosen.thirdPartyId === null ? null : { id: chosen.thirdPartyId, label: name ?? chosen.thirdPartyId };
  return (
    <Sheet
      testId="rate-card-form"
      title={t(isNew ? 'rates.new' : 'rates.edit')}
      kind={card.label === '' ? t('rates.card') : card.label}
      side
      isOpen
      onClose={onClose}
      foot={
        <>
          {mayEdit ? (
            <p className="edit-foot__note">{t(form.isEntered ? 'edit.draft-kept' : 'edit.unchanged')}</p>
          ) : null}
          {form.isEntered ? (
            <TextButton
              quiet
              onPress={() => {
                form.discard();
                onClose();
              }}
            >
              {t('edit.discard')}
            </TextButton>
          ) : null}
          <TextButton onPress={onClose}>{t('edit.close')}</TextButton>
          {mayEdit ? (
            <TextButton main type="submit" form="rate-card-form-fields">
              {t(form.isSaving ? 'edit.saving' : 'edit.save')}
            </TextButton>
          ) : null}
        </>
      }
    >
      <form
        id="rate-card-form-fields"
        className="edit-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.save();
        }}
      >
        <RestoredNote form={form} isNew={isNew} />
        <FormTrouble failure={form.failure} refused={form.refusedWhole} />
        <SpecField form={form} path="label" kind="required" label={t('edit.field.label')} isDisabled={isDisabled} />
        <RowCombo
          field="thirdPartyId"
          label={t('edit.field.third-party')}
          hint={t('rates.hint.general')}
          isDisabled={isDisabled}
          value={party}
          onChange={(next) => {
            setName(next?.label ?? null);
            form.choose({ thirdPartyId: next?.id ?? null });
          }}
          search={search}
          {...(partyFault === undefined ? {} : { error: sentence(partyFault, 'text') })}
        />
        <SpecField
          form={form}
          path="validFrom"
          kind="day"
          label={t('rates.field.valid-from')}
          hint={t('edit.hint.date')}
          half
          isDisabled={isDisabled}
        />
        <SpecField
          form={form}
          path="validTo"
          kind="day"
          label={t('rates.field.valid-to')}
          hint={t('rates.hint.further-notice')}
          half
          isDisabled={isDisabled}
        />
        <SpecField
          form={form}
          path="currency"
          kind="required"
          label={t('edit.field.currency')}
          isDisabled={isDisabled}
        />
        <VatPart form={form} path="vat" isDisabled={isDisabled} />
        {TERMS.map(([path, kind, name]) => (
          <SpecField
            key={path}
            form={form}
            path={path}
            kind={kind}
            label={t(`rates.field.${name}`)}
            half
            isDisabled={isDisabled}
          />
        ))}
        <div>
          <p className="field__label">{t('rates.field.together')}</p>
          <ChoiceGroup
            label={t('rates.field.together')}
            choices={(['sum', 'highest'] as const).map((value) => ({ value, label: t(`rates.together.${value}`) }))}
            value={chosen.terms.together}
            onChange={(together) => {
              if (mayEdit) form.choose({ terms: { ...chosen.terms, together } satisfies RateCardTerms });
            }}
          />
        </div>
      </form>
      {form.value === null ? null : <TryOut card={form.value} />}
    </Sheet>
  );
}
