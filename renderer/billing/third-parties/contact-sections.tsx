import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DOCUMENT_LANGUAGES } from '../../../shared/domain/index.ts';
import { ParsedField } from '../../ui/parsed-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { FormText } from '../editing/form-fields.tsx';
import type { EditForm } from '../editing/use-edit-form.ts';
import { numberOf, textOf, useField } from '../editing/use-field.ts';

interface SectionProps {
  form: EditForm;
}

/** Fields that belong together, under a heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="party-section">
      <legend className="party-section__title">{title}</legend>
      {children}
    </fieldset>
  );
}

function Half({ children }: { children: ReactNode }) {
  return <div className="edit-form__half">{children}</div>;
}

export function ReachSection({ form }: SectionProps) {
  const { t } = useTranslation();
  return (
    <Section title={t('party.section.reach')}>
      <Half>
        <FormText form={form} field="contactInfo.email" label={t('edit.field.email')} inputMode="email" />
      </Half>
      <Half>
        <FormText form={form} field="contactInfo.phone" label={t('edit.field.phone')} inputMode="tel" />
      </Half>
    </Section>
  );
}

export function AddressSection({ form }: SectionProps) {
  const { t } = useTranslation();
  const field = useField(form);
  return (
    <Section title={t('party.section.address')}>
      <TextArea
        {...field('contactInfo.address', t('party.field.address'), { hint: t('party.hint.address') })}
        value={textOf(form, 'contactInfo.address')}
        onChange={(text) => form.enter('contactInfo.address', text)}
      />
      <Half>
        <FormText form={form} field="contactInfo.postalCode" label={t('edit.field.postal-code')} />
      </Half>
      <Half>
        <FormText form={form} field="contactInfo.city" label={t('edit.field.city')} />
      </Half>
      <FormText
        form={form}
        field="contactInfo.country"
        label={t('party.field.country')}
        hint={t('party.hint.country')}
      />
    </Section>
  );
}

export function NumbersSection({ form }: SectionProps) {
  const { t } = useTranslation();
  return (
    <Section title={t('party.section.numbers')}>
      <Half>
        <FormText form={form} field="contactInfo.siren" label={t('party.field.siren')} hint={t('party.hint.siren')} />
      </Half>
      <Half>
        <FormText form={form} field="contactInfo.siret" label={t('party.field.siret')} hint={t('party.hint.siret')} />
      </Half>
      <FormText
        form={form}
        field="contactInfo.vatNumber"
        label={t('party.field.vat-number')}
        hint={t('party.hint.vat-number')}
      />
    </Section>
  );
}

export function PaymentSection({ form }: SectionProps) {
  const { t } = useTranslation();
  const field = useField(form);
  const language = DOCUMENT_LANGUAGES.find((known) => known === textOf(form, 'contactInfo.language'));
  return (
    <Section title={t('party.section.payment')}>
      <FormText form={form} field="contactInfo.iban" label={t('party.field.iban')} />
      <Half>
        <FormText form={form} field="contactInfo.bic" label={t('party.field.bic')} />
      </Half>
      <Half>
        <ParsedField<number>
          {...field('contactInfo.paymentDays', t('party.field.payment-days'), { hint: t('party.hint.payment-days') })}
          value={numberOf(form, 'contactInfo.paymentDays')}
          typed={form.state.texts['contactInfo.paymentDays']}
          parse={(text) => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined)}
          write={String}
          inputMode="numeric"
          onChange={(next) => form.enter('contactInfo.paymentDays', next)}
          onTyped={(text) => form.enterText('contactInfo.paymentDays', text)}
        />
      </Half>
      <FormText form={form} field="contactInfo.paymentTerms" label={t('party.field.payment-terms')} />
      <SelectField<'fr' | 'en' | 'none'>
        {...field('contactInfo.language', t('party.field.language'))}
        choices={(['none', ...DOCUMENT_LANGUAGES] as const).map((value) => ({
          value,
          label: t(`party.language.${value}`),
        }))}
        value={language ?? 'none'}
        onChange={(next) => form.enter('contactInfo.language', next === 'none' ? null : next)}
      />
    </Section>
  );
}
