import { useTranslation } from 'react-i18next';
import type { FilterRange } from '../../../shared/contract/index.ts';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { DistanceField, MoneyField } from '../../ui/number-fields.tsx';

/** What is typed into a range: values, or text that is none yet. */
export interface TypedRange {
  readonly how: 'any' | 'none' | 'between';
  readonly least: number | null;
  readonly most: number | null;
  readonly leastText?: string;
  readonly mostText?: string;
}

export function typedRange(range: FilterRange): TypedRange {
  if (range === null) return { how: 'any', least: null, most: null };
  if (range === 'none') return { how: 'none', least: null, most: null };
  return { how: 'between', ...range };
}

/** The range that was typed; undefined: what was typed is none. */
export function rangeOf({ how, least, most, leastText, mostText }: TypedRange): FilterRange | undefined {
  if (how !== 'between') return how === 'any' ? null : 'none';
  if (leastText !== undefined || mostText !== undefined) return undefined;
  if (least !== null && most !== null && least > most) return undefined;
  return least === null && most === null ? null : { least, most };
}

interface RangeFieldsProps {
  part: 'amount' | 'distance';
  value: TypedRange;
  onChange: (value: TypedRange) => void;
}

/** From, to, or only where it is not known. */
export function RangeFields({ part, value, onChange }: RangeFieldsProps) {
  const { t } = useTranslation();
  const label = t(`mission-filter.${part}`);
  const error = (text: string | undefined) => (text === undefined ? undefined : t('refusal.invalid-value'));
  const isReversed = value.least !== null && value.most !== null && value.least > value.most;
  const field = (end: 'least' | 'most') => {
    const typed = value[`${end}Text`];
    const others = withoutText(value, end);
    const props = {
      field: `${part}.${end}`,
      label: t(`mission-filter.${end}`),
      value: value[end],
      typed,
      error: error(typed) ?? (end === 'most' && isReversed ? t('mission-filter.reversed') : undefined),
      onChange: (next: number | null) => onChange({ ...others, [end]: next }),
      onTyped: (text: string) => onChange({ ...value, [end]: null, [`${end}Text`]: text }),
    };
    return part === 'amount' ? (
      <MoneyField key={end} {...props} currency="EUR" />
    ) : (
      <DistanceField key={end} {...props} />
    );
  };
  return (
    <section className="filter-part" aria-label={label}>
      <div className="filter-part__head">
        <h3 className="filter-part__name">{label}</h3>
        <ChoiceGroup
          label={label}
          value={value.how}
          choices={(['any', 'between', 'none'] as const).map((how) => ({
            value: how,
            label: t(`mission-filter.range.${how}`),
          }))}
          onChange={(how) => onChange({ ...value, how })}
        />
      </div>
      {value.how === 'between' ? <div className="filter-part__pair">{[field('least'), field('most')]}</div> : null}
    </section>
  );
}

/** What was typed at one end is a value now. */
function withoutText(value: TypedRange, end: 'least' | 'most'): TypedRange {
  const { leastText, mostText, ...others } = value;
  if (end === 'least') return mostText === undefined ? others : { ...others, mostText };
  return leastText === undefined ? others : { ...others, leastText };
}
