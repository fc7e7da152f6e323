import type { TFunction } from 'i18next';
import type { ScheduleDiagram } from '../../shared/contract/index.ts';
import { csvLine, type MissionPunctuality, onTimeShare, type PunctualityGroup } from '../../shared/domain/index.ts';
import type { Language } from '../i18n/index.ts';
import { type JourneyRow, lastStopOf } from './journey-rows.ts';

/** As a spreadsheet of the person's language opens it: a French one has the comma for its decimals. */
function separatorOf(language: Language): string {
  return language === 'fr' ? ';' : ',';
}

const iso = (atMs: number | undefined) => (atMs === undefined ? '' : new Date(atMs).toISOString());
/** Whole seconds, since a spreadsheet counts with them. */
const seconds = (ms: number | null | undefined) => (ms == null ? '' : String(Math.round(ms / 1_000)));

/** The journeys of a diagram: times ISO 8601, lateness in seconds. */
export function journeysCsv(
  t: TFunction,
  diagram: ScheduleDiagram,
  rows: readonly JourneyRow[],
  language: Language,
): string {
  const separator = separatorOf(language);
  const head = (['state', 'vehicle', 'trip', 'planned', 'driven', 'late', 'stop', 'match'] as const).map((name) =>
    name === 'late' ? t('schedule.csv.late') : t(`schedule.column.${name}`),
  );
  return [
    csvLine(head, separator),
    ...rows.map(({ state, planned, driven }) =>
      csvLine(
        [
          ...[t(`schedule.state.${state}`), driven?.vehicleCode ?? '', planned?.label ?? ''],
          ...[iso(planned?.points[0]?.atMs), iso(driven?.points[0]?.atMs), seconds(driven?.lateMs)],
          driven === null ? '' : (lastStopOf(diagram, driven) ?? ''),
          driven?.matchedBy == null ? '' : t(`schedule.matched.${driven.matchedBy}`),
        ],
        separator,
      ),
    ),
  ].join('');
}

/** The punctuality of missions, a line for each group: counts, the share on time as a fraction of 1, the median in seconds. */
export function punctualityCsv(t: TFunction, found: MissionPunctuality, language: Language): string {
  const separator = separatorOf(language);
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 4, useGrouping: false });
  const counts = ['onTime', 'early', 'late', 'outstanding', 'cancelled', 'open'] as const;
  const line = (part: string, { name, counts: own, medianMs }: PunctualityGroup) => {
    const share = onTimeShare(own);
    return csvLine(
      [
        ...[part, name ?? '', share === null ? '' : numbers.format(share)],
        ...counts.map((each) => String(own[each])),
        seconds(medianMs),
      ],
      separator,
    );
  };
  const parts = [
    ['all', [found.all]],
    ['line', found.byLine],
    ['driver', found.byDriver],
    ['day', found.byDay],
  ] as const;
  return `\u{feff}${[
    csvLine(
      [
        ...[t('schedule.csv.part'), t('schedule.csv.name'), t('schedule.punctuality.share')],
        ...counts.map((each) => t(`schedule.punctuality.${each}`)),
        t('schedule.csv.median'),
      ],
      separator,
    ),
    ...parts.flatMap(([part, groups]) => groups.map((group) => line(t(`schedule.punctuality.by.${part}`), group))),
  ].join('')}`;
}
