import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScheduleLine } from '../../shared/contract/index.ts';
import { RowCombo } from '../ui/row-combo.tsx';

interface LineComboProps {
  lines: readonly ScheduleLine[];
  value: string | null;
  onChange: (line: string) => void;
}

/** One of the lines, found by its name; each with its vehicles and its timetable. */
export function LineCombo({ lines, value, onChange }: LineComboProps) {
  const { t } = useTranslation();
  const search = useCallback(
    (text: string) => {
      const words = fold(text).split(/\s+/).filter(Boolean);
      const found = lines.filter(({ name }) => words.every((word) => fold(name).includes(word)));
      return Promise.resolve(
        found.slice(0, 50).map(({ name, vehicles, plan }) => ({
          ...{ id: name, label: name },
          detail: [
            t('schedule.vehicles', { count: vehicles }),
            plan === null ? t('schedule.without-plan') : plan.layer,
          ].join(' · '),
        })),
      );
    },
    [lines, t],
  );
  return (
    <RowCombo
      field="line"
      label={t('schedule.line')}
      isRequired
      value={value === null ? null : { id: value, label: value }}
      onChange={(chosen) => {
        if (chosen !== null) onChange(chosen.id);
      }}
      search={search}
    />
  );
}

/** Case and accents do not count. */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Before anybody has chosen: of the lines with a timetable and vehicles, else of all, the one with most vehicles. */
export function firstLine(lines: readonly ScheduleLine[]): string | null {
  const rank = ({ plan, vehicles }: ScheduleLine) => (plan !== null && vehicles > 0 ? 1e6 : 0) + vehicles;
  return lines.toSorted((a, b) => rank(b) - rank(a))[0]?.name ?? null;
}
