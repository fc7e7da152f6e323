import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmFigures } from '../../../shared/domain/index.ts';
import { errorSentence, useFormat, useLanguage } from '../../i18n/index.ts';
import { useFreshness } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { downloadText } from '../../ui/download-text.ts';
import { StateMessage } from '../../ui/state-message.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { AlarmList } from '../alarm-list.ts';
import { PartSwitch } from '../part-switch.tsx';
import { Periods } from './figure-periods.tsx';
import { figuresCsv } from './figures-csv.ts';
import { Offenders } from './offenders.tsx';
import { PriorityShares } from './priority-shares.tsx';
import { FIGURE_HOURS, type FigureHours, useFigures } from './use-figures.ts';
import './figures.css';

/** Rates that an operator can bear, of EEMUA 191: one alarm in ten minutes on average, ten in any. */
const BEARABLE = { average: 1, maximum: 10 } as const;

/** Whether the alarms are worth having: how many come, how long they stand, which ones are the worst. */
export function FiguresPart({ model }: { model: AlarmList }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [hours, setHours] = useState<FigureHours>(24);
  const { record, retry } = useFigures(hours);
  const { offline } = useFreshness();
  return (
    <section
      className="alarm-figures"
      aria-label={t('alarm.part.figures')}
      data-testid="alarm-figures"
      data-state={record.state}
    >
      <div className="list-panel__tools">
        <ChoiceGroup
          label={t('alarm.figures.span')}
          choices={FIGURE_HOURS.map((value) => ({
            value: String(value),
            label: value < 48 ? t('alarm.hide.hours', { count: value }) : t('alarm.hide.days', { count: value / 24 }),
          }))}
          value={String(hours)}
          onChange={(value) => setHours(FIGURE_HOURS.find((each) => String(each) === value) ?? 24)}
        />
        <span className="alarm-figures__space" />
        <TextButton
          isDisabled={record.state !== 'ready'}
          onPress={() => {
            if (record.state === 'ready') downloadText(figuresCsv(t, record.value, language), 'vigie-alarms.csv');
          }}
        >
          {t('alarm.figures.export')}
        </TextButton>
        <PartSwitch model={model} />
      </div>
      {offline ? (
        <p className="list-panel__notice">
          <StatusMark severity="warning" />
          {t('alarm.figures.offline')}
        </p>
      ) : null}
      {record.state === 'error' ? (
        <StateMessage
          severity="warning"
          title={errorSentence(t, record.error.code).sentence}
          action={<TextButton onPress={retry}>{t('list.retry')}</TextButton>}
        />
      ) : null}
      {record.state === 'ready' ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and nothing in it takes the focus
        <div className="alarm-figures__body" tabIndex={0}>
          <Headlines figures={record.value} />
          <Offenders figures={record.value} />
          <PriorityShares figures={record.value} />
          <Periods title={t('alarm.figures.by-shift')} periods={record.value.byShift} />
          <Periods title={t('alarm.figures.by-day')} periods={record.value.byDay} />
        </div>
      ) : null}
    </section>
  );
}

type Headline = Extract<
  keyof AlarmFigures,
  | 'currentRate'
  | 'averageRate'
  | 'maximumRate'
  | 'floodShare'
  | 'standing'
  | 'unacknowledged'
  | 'shelved'
  | 'suppressed'
  | 'stale'
  | 'chattering'
  | 'longestActiveSeconds'
  | 'medianAcknowledgeSeconds'
>;

/** Each with its name; what no operator can bear has a mark and a word. */
function Headlines({ figures }: { figures: AlarmFigures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = format;
  const rate = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const shown: readonly (readonly [name: Headline, value: string, isTooMuch: boolean])[] = [
    ['currentRate', format.integer(figures.currentRate), figures.currentRate > BEARABLE.maximum],
    ['averageRate', rate.format(figures.averageRate), figures.averageRate > BEARABLE.average],
    ['maximumRate', format.integer(figures.maximumRate), figures.maximumRate > BEARABLE.maximum],
    ['floodShare', format.percent(figures.floodShare * 100), figures.floodShare > 0.01],
    ['standing', format.integer(figures.standing), false],
    ['unacknowledged', format.integer(figures.unacknowledged), false],
    ['shelved', format.integer(figures.shelved), false],
    ['suppressed', format.integer(figures.suppressed), false],
    ['stale', format.integer(figures.stale), figures.stale > 0],
    ['chattering', format.integer(figures.chattering.length), figures.chattering.length > 0],
    ['longestActiveSeconds', format.duration(figures.longestActiveSeconds * 1_000), false],
    [
      'medianAcknowledgeSeconds',
      figures.medianAcknowledgeSeconds === null ? '–' : format.duration(figures.medianAcknowledgeSeconds * 1_000),
      false,
    ],
  ];
  return (
    <dl className="alarm-figures__headline">
      {shown.map(([name, value, isTooMuch]) => (
        <div key={name} data-figure={name} data-much={isTooMuch}>
          <dt>{t(`alarm.figures.${name}`)}</dt>
          <dd>
            {isTooMuch ? <StatusMark severity="warning" label={t('alarm.figures.too-much')} /> : null}
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
