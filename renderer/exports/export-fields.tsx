import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '../i18n/index.ts';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { DateField } from '../ui/date-field.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { type Choices, languageOf } from './export-model.ts';
import type { ExportSubject } from './subjects.ts';

interface ExportFieldsProps {
  subjects: readonly ExportSubject[];
  subject: ExportSubject | undefined;
  choices: Choices;
  fault: 'from' | 'to' | null;
  onChange: (change: Partial<Choices>) => void;
}

const DOCUMENTS = ['pdf', 'factur-x', 'ubl'] as const;

/** What is asked before an export. What has one answer only is not asked. */
export function ExportFields({ subjects, subject, choices, fault, onChange }: ExportFieldsProps) {
  const { t } = useTranslation();
  if (subject === undefined) return null;
  return (
    <>
      {subjects.length === 1 ? (
        <p className="export__what">{subject.label}</p>
      ) : (
        <SelectField
          field="subject"
          label={t('export.what')}
          choices={subjects.map(({ key, label }) => ({ value: key, label }))}
          value={subject.key}
          onChange={(key) => onChange({ subject: key, documentLanguage: null })}
        />
      )}
      {subject.kind === 'sheet' ? <SheetFields choices={choices} onChange={onChange} /> : null}
      {subject.kind === 'recording' ? (
        <Row label={t('export.format')}>
          <ChoiceGroup
            label={t('export.format')}
            choices={(['csv', 'geojson'] as const).map((value) => ({ value, label: t(`export.recording.${value}`) }))}
            value={choices.recording}
            onChange={(recording) => onChange({ recording })}
          />
          <p className="export__hint">{t(`export.hint.recording.${choices.recording}`)}</p>
        </Row>
      ) : null}
      {subject.kind === 'invoice' ? (
        <Row label={t('export.format')}>
          <ChoiceGroup
            label={t('export.format')}
            choices={DOCUMENTS.map((value) => ({ value, label: t(`export.format.${value}`) }))}
            value={choices.document}
            onChange={(document) => onChange({ document })}
          />
          <p className="export__hint">{t(`export.hint.${choices.document}`)}</p>
        </Row>
      ) : null}
      {subject.kind === 'fec' ? (
        <FecFields choices={choices} fault={fault} onChange={onChange} />
      ) : subject.kind === 'recording' || (choices.document === 'ubl' && subject.kind === 'invoice') ? null : (
        <Row label={t('export.language')}>
          <ChoiceGroup
            label={t('export.language')}
            choices={LANGUAGES.map((value) => ({ value, label: t(`export.language.${value}`) }))}
            value={languageOf(subject, choices)}
            onChange={(language) =>
              onChange(
                subject.kind === 'sheet'
                  ? { language, separator: language === 'fr' ? 'semicolon' : 'comma' }
                  : { documentLanguage: language },
              )
            }
          />
          {subject.kind !== 'sheet' && subject.language !== null && choices.documentLanguage === null ? (
            <p className="export__hint">{t('export.language.agreed')}</p>
          ) : null}
        </Row>
      )}
    </>
  );
}

function SheetFields({ choices, onChange }: Pick<ExportFieldsProps, 'choices' | 'onChange'>) {
  const { t } = useTranslation();
  return (
    <>
      <Row label={t('export.format')}>
        <ChoiceGroup
          label={t('export.format')}
          choices={(['xlsx', 'csv'] as const).map((value) => ({ value, label: t(`export.format.${value}`) }))}
          value={choices.sheet}
          onChange={(sheet) => onChange({ sheet })}
        />
        <p className="export__hint">{t(`export.hint.${choices.sheet}`)}</p>
      </Row>
      {choices.sheet === 'csv' ? (
        <Row label={t('export.separator')}>
          <ChoiceGroup
            label={t('export.separator')}
            choices={(['semicolon', 'comma'] as const).map((value) => ({
              value,
              label: t(`export.separator.${value}`),
            }))}
            value={choices.separator}
            onChange={(separator) => onChange({ separator })}
          />
        </Row>
      ) : null}
    </>
  );
}

function FecFields({ choices, fault, onChange }: Pick<ExportFieldsProps, 'choices' | 'fault' | 'onChange'>) {
  const { t } = useTranslation();
  // What is typed and is no day yet.
  const [typed, setTyped] = useState<{ from?: string; to?: string }>({});
  const day = (field: 'from' | 'to') => (
    <DateField
      field={field}
      label={t(`export.${field}`)}
      isRequired
      value={choices[field] === '' ? null : choices[field]}
      typed={typed[field]}
      {...(fault === field ? { error: t(`export.fault.${field}`) } : {})}
      onChange={(value) => {
        setTyped(({ [field]: _typed, ...others }) => others);
        onChange({ [field]: value ?? '' });
      }}
      onTyped={(text) => {
        setTyped((now) => ({ ...now, [field]: text }));
        onChange({ [field]: '' });
      }}
    />
  );
  return (
    <>
      <p className="export__hint">{t('export.hint.fec')}</p>
      <div className="export__period">
        {day('from')}
        {day('to')}
      </div>
      <Row label={t('export.foreign')}>
        <ChoiceGroup
          label={t('export.foreign')}
          choices={(['refuse', 'leave-out'] as const).map((value) => ({ value, label: t(`export.foreign.${value}`) }))}
          value={choices.foreign}
          onChange={(foreign) => onChange({ foreign })}
        />
      </Row>
    </>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="export__row">
      <span className="export__label" aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}
