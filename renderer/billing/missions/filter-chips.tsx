import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FilterRange, MissionPeriod, MissionTableFilter, NamedValue } from '../../../shared/contract/index.ts';
import { type Format, formatDecimal, useFormat } from '../../i18n/index.ts';
import { ScopeChip } from '../../ui/scope-chip.tsx';
import { ALL_MISSIONS, isFiltered } from './mission-filter.ts';
import { TextButton } from '../../ui/button.tsx';

interface FilterChipsProps {
  filter: MissionTableFilter;
  onChange: (filter: MissionTableFilter) => void;
}

/** Every filter that is on, each with the way to take it off. */
export function MissionFilterChips({ filter, onChange }: FilterChipsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!isFiltered(filter)) return null;
  return (
    <section className="mission-chips" aria-label={t('mission-filter.on')} data-testid="mission-chips">
      {chipsOf(filter, t, format).map(({ part, label }) => (
        <ScopeChip
          key={part}
          label={label}
          removeLabel={t('mission.scope.remove')}
          onRemove={() => onChange({ ...filter, [part]: ALL_MISSIONS[part] })}
        />
      ))}
      <TextButton quiet onPress={() => onChange(ALL_MISSIONS)}>
        {t('mission-filter.clear')}
      </TextButton>
    </section>
  );
}

type Part = keyof MissionTableFilter;

function chipsOf(filter: MissionTableFilter, t: TFunction, format: Format): { part: Part; label: string }[] {
  const chips: { part: Part; label: string }[] = [];
  const add = (part: Part, value: string) =>
    chips.push({ part, label: t('mission-filter.chip', { name: t(`mission-filter.${part}`), value }) });
  if (filter.statuses.length > 0)
    add('statuses', filter.statuses.map((status) => t(`mission.status.${status}`)).join(', '));
  if (filter.period !== null) add('period', periodText(filter.period, t, format));
  for (const part of ['thirdParties', 'billingCycles', 'vehicles', 'drivers'] as const) {
    if (filter[part].length > 0) add(part, namesText(filter[part], t));
  }
  if (filter.amount !== null)
    add(
      'amount',
      rangeText(filter.amount, t, (cents) => formatDecimal(cents, format.language, 2)),
    );
  if (filter.distance !== null) {
    add(
      'distance',
      rangeText(filter.distance, t, (metres) => `${formatDecimal(metres, format.language, 3, 0)}\u202fkm`),
    );
  }
  return chips;
}

/** Names that are told; the others are counted. */
const NAMED = 3;

function namesText(values: readonly NamedValue[], t: TFunction): string {
  const names = values.slice(0, NAMED).map(({ id, label }) => (id === null ? t('mission-filter.none') : (label ?? id)));
  const others = values.length - names.length;
  return [...names, ...(others > 0 ? [t('mission-filter.others', { count: others })] : [])].join(', ');
}

export function periodText(period: MissionPeriod, t: TFunction, format: Format): string {
  if (period.kind !== 'between') return t(`mission-filter.period.${period.kind}`);
  const { from, to } = period;
  if (from !== null && to !== null) return format.period(from, to);
  if (from !== null) return t('mission-filter.from-day', { day: format.date(from) });
  return to === null ? '' : t('mission-filter.to-day', { day: format.date(to) });
}

function rangeText(range: NonNullable<FilterRange>, t: TFunction, write: (value: number) => string): string {
  if (range === 'none') return t('mission-filter.unknown');
  const { least, most } = range;
  if (least !== null && most !== null) return t('mission-filter.between', { least: write(least), most: write(most) });
  if (least !== null) return t('mission-filter.at-least', { value: write(least) });
  return most === null ? '' : t('mission-filter.at-most', { value: write(most) });
}
