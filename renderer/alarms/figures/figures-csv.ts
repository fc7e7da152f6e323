import type { TFunction } from 'i18next';
import { type AlarmFigures, csvLine } from '../../../shared/domain/index.ts';
import type { Language } from '../../i18n/index.ts';

const HEADLINE = [
  'announced',
  'currentRate',
  'averageRate',
  'maximumRate',
  'floodShare',
  'standing',
  'unacknowledged',
  'shelved',
  'suppressed',
  'stale',
  'longestActiveSeconds',
  'longestUnacknowledgedSeconds',
  'medianAcknowledgeSeconds',
] as const;

/**
 * The figures as a spreadsheet of the person's language opens them: one line a figure, with what it is about. Shares are fractions of 1, lengths of
 * time seconds, times ISO 8601.
 */
export function figuresCsv(t: TFunction, figures: AlarmFigures, language: Language): string {
  // A French spreadsheet has the comma for its decimals.
  const separator = language === 'fr' ? ';' : ',';
  const numbers = new Intl.NumberFormat(language, {
    maximumFractionDigits: 6,
    useGrouping: false,
  });
  const number = (value: number | null) => (value === null ? '' : numbers.format(value));
  const line = (...cells: string[]) => csvLine(cells, separator);
  const figure = (name: (typeof HEADLINE)[number] | 'share') => t(`alarm.figures.${name}`);
  const time = (atMs: number) => new Date(atMs).toISOString();
  const rates = ({ announced, averageRate, maximumRate, floodShare }: AlarmFigures['byDay'][number]) =>
    Object.entries({ announced, averageRate, maximumRate, floodShare }) as [(typeof HEADLINE)[number], number][];
  const periods = (part: string, all: AlarmFigures['byDay']) =>
    all.flatMap((period) =>
      rates(period).map(([name, value]) => line(part, period.label, figure(name), number(value))),
    );
  return `\u{feff}${[
    line(...(['part', 'about', 'figure', 'value'] as const).map((name) => t(`alarm.csv.${name}`))),
    line(t('alarm.figures.span'), '', t('alarm.csv.from'), time(figures.fromMs)),
    line(t('alarm.figures.span'), '', t('alarm.csv.to'), time(figures.toMs)),
    ...HEADLINE.map((name) => line(t('alarm.figures.span'), '', figure(name), number(figures[name]))),
    ...figures.byPriority.flatMap(({ priority, announced, share, recommended }) => {
      const about = t(`alarm.priority.${priority}`);
      const part = t('alarm.figures.shares');
      return [
        line(part, about, figure('announced'), number(announced)),
        line(part, about, figure('share'), number(share)),
        line(part, about, t('alarm.figures.recommended'), number(recommended)),
      ];
    }),
    ...figures.worst.flatMap(({ ruleName, subjectId, announced, share }) => {
      const about = `${ruleName}, ${subjectId}`;
      return [
        line(t('alarm.figures.worst'), about, figure('announced'), number(announced)),
        line(t('alarm.figures.worst'), about, figure('share'), number(share)),
      ];
    }),
    ...figures.chattering.map(({ ruleName, subjectId, mostInAMinute }) =>
      line(
        t('alarm.figures.chattering'),
        `${ruleName}, ${subjectId}`,
        t('alarm.csv.in-a-minute'),
        number(mostInAMinute),
      ),
    ),
    ...periods(t('alarm.figures.by-shift'), figures.byShift),
    ...periods(t('alarm.figures.by-day'), figures.byDay),
  ].join('')}`;
}
