import { useTranslation } from 'react-i18next';
import {
  DUPLICATE_POLICIES,
  type DuplicatePolicy,
  TABLE_ENCODINGS,
  TABLE_SEPARATORS,
  type TableForm,
  type TablePreview,
} from '../../../../shared/contract/index.ts';
import { IMPORT_FIELDS, type ImportField } from '../../../../shared/domain/index.ts';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { useImportFieldName } from './field-choices.ts';

const SEPARATOR_NAMES = { ';': 'semicolon', ',': 'comma', '\t': 'tab', '|': 'bar' } as const;
const SHOWN_ROWS = 3;

/** How the file is read: as it looks, until a person says otherwise. */
export function FormPart({ form, onChange }: { form: TableForm; onChange: (form: TableForm) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="party-section party-import__form">
      <legend className="party-section__title">{t('party-import.form')}</legend>
      <SelectField<TableForm['encoding']>
        field="encoding"
        label={t('party-import.encoding')}
        choices={TABLE_ENCODINGS.map((value) => ({ value, label: t(`party-import.encoding.${value}`) }))}
        value={form.encoding}
        onChange={(encoding) => onChange({ ...form, encoding })}
      />
      <SelectField<TableForm['separator']>
        field="separator"
        label={t('party-import.separator')}
        choices={TABLE_SEPARATORS.map((value) => ({
          value,
          label: t(`party-import.separator.${SEPARATOR_NAMES[value]}`),
        }))}
        value={form.separator}
        onChange={(separator) => onChange({ ...form, separator })}
      />
      <SelectField<'yes' | 'no'>
        field="header"
        label={t('party-import.header')}
        choices={(['yes', 'no'] as const).map((value) => ({ value, label: t(`party-import.header.${value}`) }))}
        value={form.hasHeader ? 'yes' : 'no'}
        onChange={(has) => onChange({ ...form, hasHeader: has === 'yes' })}
      />
    </fieldset>
  );
}

interface MappingProps {
  preview: TablePreview;
  mapping: readonly (ImportField | null)[];
  onChange: (mapping: readonly (ImportField | null)[]) => void;
}

/** Each column with its first cells, and what it is. */
export function MappingPart({ preview, mapping, onChange }: MappingProps) {
  const { t } = useTranslation();
  const nameOf = useImportFieldName();
  const { headers, rows, form } = preview;
  const choices = [
    { value: 'none' as const, label: t('party-import.leave') },
    ...IMPORT_FIELDS.map((value) => ({ value, label: nameOf(value) })),
  ];
  const headerOf = (index: number) =>
    form.hasHeader ? (headers[index] ?? '') : t('party-import.number', { number: index + 1 });
  return (
    <table className="party-import__columns">
      <caption className="party-section__title">{t('party-import.columns')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('party-import.column')}</th>
          <th scope="col">{t('party-import.first-rows')}</th>
          <th scope="col">{t('party-import.is')}</th>
        </tr>
      </thead>
      <tbody>
        {[...headers.keys()].map((index) => (
          <tr key={index} data-column={index}>
            <th scope="row">
              <bdi>{headerOf(index)}</bdi>
            </th>
            <td className="party-import__sample">
              <bdi>
                {rows
                  .slice(0, SHOWN_ROWS)
                  .map((cells) => cells[index] ?? '')
                  .filter((cell) => cell !== '')
                  .join(' · ')}
              </bdi>
            </td>
            <td>
              <SelectField<ImportField | 'none'>
                field={`column-${index}`}
                label={`${t('party-import.is')}: ${headerOf(index)}`}
                isLabelHidden
                choices={choices}
                value={mapping[index] ?? 'none'}
                onChange={(chosen) => onChange(mapping.with(index, chosen === 'none' ? null : chosen))}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface PolicyProps {
  value: DuplicatePolicy;
  onChange: (value: DuplicatePolicy) => void;
}

export function PolicyPart({ value, onChange }: PolicyProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="party-section">
      <legend className="party-section__title">{t('party-import.duplicates')}</legend>
      <p className="party-import__note">{t('party-import.duplicates-detail')}</p>
      <ChoiceGroup
        label={t('party-import.duplicates')}
        choices={DUPLICATE_POLICIES.map((one) => ({ value: one, label: t(`party-import.duplicates.${one}`) }))}
        value={value}
        onChange={onChange}
      />
    </fieldset>
  );
}
