import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { RowCombo } from '../../ui/row-combo.tsx';
import type { Chosen } from '../../ui/use-row-search.ts';
import { useFormat } from '../../i18n/index.ts';
import { chosenRow } from '../editing/choices.ts';

/** What becomes of one field of all the missions. */
export const partChoice = z.union([
  z.object({ how: z.enum(['leave', 'clear']) }),
  z.object({ how: z.literal('set'), row: chosenRow.nullable() }),
]);
export type PartChoice = z.infer<typeof partChoice>;

/** Values that are named; the others are counted together. */
const NAMED = 3;

interface AssignPartProps {
  field: string;
  label: string;
  choice: PartChoice;
  onChange: (choice: PartChoice) => void;
  present: readonly { name: string | null; count: number }[];
  search: (text: string, signal: AbortSignal) => Promise<readonly Chosen[]>;
  /** It was tried without a row. */
  error: string | undefined;
}

/** One field: left as it is, assigned, or taken out; with what the missions have at present. */
export function AssignPart({ field, label, choice, onChange, present, search, error }: AssignPartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const values: string[] = present
    .slice(0, NAMED)
    .map(({ name, count }) =>
      t('bulk.present-value', { name: name ?? t('bulk.none'), missions: format.integer(count) }),
    );
  const others = present.slice(NAMED).reduce((sum, { count }) => sum + count, 0);
  if (others > 0) values.push(t('bulk.present-others', { count: others }));
  return (
    <section className="assign__part" aria-label={label}>
      <div className="assign__head">
        <h3 className="assign__name">{label}</h3>
        <ChoiceGroup
          label={label}
          choices={(['leave', 'set', 'clear'] as const).map((value) => ({ value, label: t(`bulk.${value}`) }))}
          value={choice.how}
          onChange={(how) => onChange(how === 'set' ? { how, row: null } : { how })}
        />
      </div>
      <p className="assign__present">{t('bulk.present', { values: values.join(', ') })}</p>
      {choice.how === 'set' ? (
        <RowCombo
          field={field}
          label={t('bulk.set')}
          value={choice.row}
          onChange={(row) => onChange({ how: 'set', row })}
          search={search}
          error={error}
          isRequired
        />
      ) : null}
    </section>
  );
}
