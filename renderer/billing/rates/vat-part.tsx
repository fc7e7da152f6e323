import { useTranslation } from 'react-i18next';
import { needsReason, VAT_CATEGORIES, type VatCategory, type VatTreatment } from '../../../shared/domain/index.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { SpecField } from './spec-field.tsx';
import type { SpecForm } from './use-spec-form.ts';

/** What is charged: the category, the rate of the standard one, the reason of the others. `path`: where the form keeps it. */
export function VatPart({ form, path, isDisabled }: { form: SpecForm; path: string; isDisabled: boolean }) {
  const { t } = useTranslation();
  const vat = (form.base as Record<string, VatTreatment>)[path];
  const category: VatCategory = vat?.category ?? 'S';
  return (
    <>
      <div className="edit-form__half">
        <SelectField<VatCategory>
          field={`${path}.category`}
          label={t('rates.field.vat')}
          isDisabled={isDisabled}
          choices={VAT_CATEGORIES.map((value) => ({
            value,
            label: value === 'S' ? t('rates.vat-standard') : t(`vat.category.${value}`),
          }))}
          value={category}
          onChange={(next) => {
            form.choose(
              { [path]: { category: next, basisPoints: 0 } },
              {
                [`${path}.basisPoints`]: next === 'S' ? '20' : '0',
                ...(needsReason(next) ? {} : { [`${path}.exemption`]: '' }),
              },
            );
          }}
        />
      </div>
      {category === 'S' ? (
        <SpecField
          form={form}
          path={`${path}.basisPoints`}
          kind="percent"
          label={t('rates.field.rate')}
          half
          isDisabled={isDisabled}
        />
      ) : null}
      {needsReason(category) ? (
        <SpecField
          form={form}
          path={`${path}.exemption`}
          kind="text"
          label={t('rates.field.exemption')}
          half
          isDisabled={isDisabled}
        />
      ) : null}
    </>
  );
}
