import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import {
  type MissionPunctuality,
  ON_TIME,
  onTimeShare,
  PUNCTUALITY_BOUNDS,
  PUNCTUALITY_ENDS,
  type PunctualityEnd,
  type PunctualityGroup,
} from '../../shared/domain/index.ts';
import { errorSentence, useFormat, useLanguage } from '../i18n/index.ts';
import { useRecord } from '../lists/index.ts';
import { useClient } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { downloadText } from '../ui/download-text.ts';
import { StateMessage } from '../ui/state-message.tsx';
import { lateText } from './late-text.ts';
import { punctualityCsv } from './schedule-csv.ts';
import { useScheduleTime } from './use-schedule.ts';

const DAY_MS = 86_400_000;
const PERIODS = [1, 7, 31] as const;
/** Counted anew by the clock, not with each mission: of a month there are many. Milliseconds. */
const STEP_MS = 60_000;
const NONE: readonly SyncEntity[] = [];
/** Under this share on time a group is marked. */
const POOR_SHARE = 0.8;

/** How punctual missions were: of a day, a week or a month, of one line or all. */
export function PunctualityPart({ line }: { line: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const [days, setDays] = useState<(typeof PERIODS)[number]>(1);
  const [end, setEnd] = useState<PunctualityEnd>('end');
  const [ofLine, setOfLine] = useState(false);
  const { record, retry } = useMissionPunctuality(days, end, ofLine ? line : null);
  return (
    <section
      className="schedule__body"
      aria-label={t('schedule.part.punctuality')}
      data-testid="punctuality"
      data-state={record.state}
    >
      <div className="schedule__filters">
        <ChoiceGroup
          label={t('schedule.punctuality.period')}
          choices={PERIODS.map((each) => ({
            value: String(each),
            label: t('schedule.punctuality.days', { count: each }),
          }))}
          value={String(days)}
          onChange={(value) => setDays(PERIODS.find((each) => String(each) === value) ?? 1)}
        />
        <ChoiceGroup
          label={t('schedule.punctuality.at')}
          choices={PUNCTUALITY_ENDS.map((value) => ({ value, label: t(`schedule.punctuality.at-${value}`) }))}
          value={end}
          onChange={setEnd}
        />
        {line === null ? null : (
          <ChoiceGroup
            label={t('schedule.line')}
            choices={[
              { value: 'all', label: t('schedule.punctuality.all-lines') },
              { value: 'one', label: t('schedule.punctuality.one-line', { line }) },
            ]}
            value={ofLine ? 'one' : 'all'}
            onChange={(value) => setOfLine(value === 'one')}
          />
        )}
        <TextButton
          isDisabled={record.state !== 'ready'}
          onPress={() => {
            if (record.state === 'ready')
              downloadText(punctualityCsv(t, record.value, language), 'vigie-punctuality.csv');
          }}
        >
          {t('schedule.export')}
        </TextButton>
      </div>
      <p className="schedule__rule">
        {t('schedule.punctuality.rule', {
          early: format.duration(ON_TIME.earlyMs),
          late: format.duration(ON_TIME.lateMs),
        })}
      </p>
      {record.state === 'error' ? (
        <StateMessage
          severity="warning"
          title={errorSentence(t, record.error.code).sentence}
          action={<TextButton onPress={retry}>{t('list.retry')}</TextButton>}
        />
      ) : null}
      {record.state === 'ready' ? <Found found={record.value} /> : null}
    </section>
  );
}

function useMissionPunctuality(days: number, end: PunctualityEnd, line: string | null) {
  const client = useClient();
  const time = useScheduleTime();
  const nowMs = Math.floor(time / STEP_MS) * STEP_MS;
  const read = useCallback(
    (signal: AbortSignal): Promise<MissionPunctuality> => {
      const begin = new Date(nowMs);
      begin.setHours(0, 0, 0, 0);
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const asked = { fromMs: begin.getTime() - (days - 1) * DAY_MS, toMs: nowMs + 1, nowMs, line, end, timeZone };
      return client.request('schedule.punctuality', { ...asked, ...ON_TIME }, { signal });
    },
    [client, nowMs, days, end, line],
  );
  return useRecord(`${days} ${end} ${line ?? ''}`, read, NONE);
}

function Found({ found }: { found: MissionPunctuality }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { counts, medianMs } = found.all;
  const share = onTimeShare(counts);
  const lines = useMemo(() => worstFirst(found.byLine), [found]);
  const drivers = useMemo(() => worstFirst(found.byDriver), [found]);
  if (share === null && counts.cancelled === 0) {
    return <StateMessage severity="normal" icon="route" title={t('schedule.punctuality.none')} />;
  }
  const headline = [
    ['share', share === null ? '–' : format.percent(share * 100)],
    ['late', format.integer(counts.late)],
    ['outstanding', format.integer(counts.outstanding)],
    ['early', format.integer(counts.early)],
    ['median', medianMs === null ? '–' : lateText(t, format, medianMs)],
    ['cancelled', format.integer(counts.cancelled)],
  ] as const;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <div className="schedule__figures" tabIndex={0} data-takes-focus>
      <dl className="schedule__headline">
        {headline.map(([name, value]) => (
          <div key={name} data-figure={name}>
            <dt>{t(`schedule.punctuality.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Distribution counts={found.distribution} />
      <Groups title={t('schedule.punctuality.by.line')} groups={lines} />
      <Groups title={t('schedule.punctuality.by.driver')} groups={drivers} />
      <Groups title={t('schedule.punctuality.by.day')} groups={found.byDay} />
    </div>
  );
}

function worstFirst(groups: readonly PunctualityGroup[]): PunctualityGroup[] {
  const share = ({ counts }: PunctualityGroup) => onTimeShare(counts) ?? 2;
  return groups.toSorted((a, b) => share(a) - share(b) || b.counts.late - a.counts.late);
}

/** As many groups as anybody looks at; the export has all. */
const MOST_GROUPS = 50;

function Groups({ title, groups }: { title: string; groups: readonly PunctualityGroup[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="schedule-table">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('schedule.csv.name')}</th>
          {(['share', 'late', 'early', 'median'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`schedule.punctuality.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.slice(0, MOST_GROUPS).map(({ name, counts, medianMs }) => {
          const share = onTimeShare(counts);
          const isPoor = share !== null && share < POOR_SHARE;
          return (
            <tr key={name ?? ''} data-poor={isPoor}>
              <th scope="row">{name ?? t('schedule.punctuality.nobody')}</th>
              <td>{share === null ? '–' : `${isPoor ? '▲ ' : ''}${format.percent(share * 100)}`}</td>
              <td>{format.integer(counts.late)}</td>
              <td>{format.integer(counts.early)}</td>
              <td>{medianMs === null ? '–' : lateText(t, format, medianMs)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** How many were how late: what is beyond the limits has the colour of what is abnormal, and stands at the ends. */
function Distribution({ counts }: { counts: readonly number[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(1, ...counts);
  const label = (at: number): string => {
    const [from, to] = [PUNCTUALITY_BOUNDS[at - 1], PUNCTUALITY_BOUNDS[at]];
    if (from === undefined) return `< ${format.integer(to ?? 0)}`;
    return to === undefined ? `≥ ${format.integer(from)}` : `${format.integer(from)} … ${format.integer(to)}`;
  };
  const isBeside = (at: number) => {
    const from = PUNCTUALITY_BOUNDS[at - 1];
    return from === undefined || from * 60_000 < -ON_TIME.earlyMs || from * 60_000 >= ON_TIME.lateMs;
  };
  return (
    <table className="schedule-table" data-testid="distribution">
      <caption>{t('schedule.punctuality.distribution')}</caption>
      <tbody>
        {counts.map((count, at) => (
          <tr key={label(at)}>
            <th scope="row">{label(at)}</th>
            <td>{format.integer(count)}</td>
            <td className="schedule-bar" aria-hidden="true">
              <span data-state={isBeside(at) ? 'gap' : 'regular'} style={{ width: `${(count / most) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
