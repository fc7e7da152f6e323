import { useTranslation } from 'react-i18next';
import { type MissionPeriod, MOVING_PERIODS } from '../../../shared/contract/index.ts';
import { DateField } from '../../ui/date-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';

/** What is typed into a period. */
export interface TypedPeriod {
  readonly kind: MissionPeriod['kind'] | 'any';
  readonly from: string | null;
  readonly to: string | null;
  readonly fromText?: string;
  readonly toText?: string;
}

export function typedPeriod(period: MissionPeriod | null): TypedPeriod {
  if (period === null) return { kind: 'any', from: null, to: null };
  return period.kind === 'between' ? period : { kind: period.kind, from: null, to: null };
}

/** Undefined: what was typed is no period. */
export function periodOf({ kind, from, to, fromText, toText }: TypedPeriod): MissionPeriod | null | undefined {
  if (kind === 'any') return null;
  if (kind !== 'between') return { kind };
  if (fromText !== undefined || toText !== undefined) return undefined;
  if (from !== null && to !== null && from > to) return undefined;
  return from === null && to === null ? null : { kind, from, to };
}

/** When missions were planned to begin: a period that moves on with the days, or two days. */
export function PeriodFields({ value, onChange }: { value: TypedPeriod; onChange: (value: TypedPeriod) => void }) {
  const { t } = useTranslation();
  const isReversed = value.from !== null && value.to !== null && value.from > value.to;
  const field = (end: 'from' | 'to') => {
    const typed = value[`${end}Text`];
    const others = withoutText(value, end);
    const reversed = end === 'to' && isReversed ? t('refusal.period-reversed') : undefined;
    return (
      <DateField
        key={end}
        field={`period.${end}`}
        label={t(end === 'from' ? 'edit.field.period-start' : 'edit.field.period-end')}
        hint={t('edit.hint.date')}
        value={value[end]}
        typed={typed}
        error={typed === undefined ? reversed : t('refusal.invalid-value')}
        onChange={(next) => onChange({ ...others, [end]: next })}
        onTyped={(text) => onChange({ ...value, [end]: null, [`${end}Text`]: text })}
      />
    );
  };
  return (
    <section className="filter-part" aria-label={t('mission-filter.period')}>
      <SelectField
        field="period"
        label={t('mission-filter.period')}
        value={value.kind}
        choices={(['any', ...MOVING_PERIODS, 'between'] as const).map((kind) => ({
          value: kind,
          label: t(`mission-filter.period.${kind}`),
        }))}
        onChange={(kind) => onChange({ ...value, kind })}
      />
      {value.kind === 'between' ? <div className="filter-part__pair">{[field('from'), field('to')]}</div> : null}
    </section>
  );
}

/** What was typed at one end is a value now. */
function withoutText(value: TypedPeriod, end: 'from' | 'to'): TypedPeriod {
  const { fromText, toText, ...others } = value;
  if (end === 'from') return toText === undefined ? others : { ...others, toText };
  return fromText === undefined ? others : { ...others, fromText };
}
