import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { useHealth } from '../stores/services.tsx';
import { ReplayMark, useFleetStatus, useInstant } from '../supervision/index.ts';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { focusRegion } from '../ui/regions.ts';
import { useShortcut } from '../ui/shortcuts.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { InstantField } from './instant-field.tsx';
import { MARK_KINDS, nextMark } from './marks.ts';
import { useReplay, useReplaying } from './replay-context.tsx';
import { ReplayControls } from './replay-controls.tsx';
import { ReplayExport } from './replay-export.tsx';
import { pressKey } from './replay-keys.ts';
import type { Replaying } from './replay-store.ts';
import { wordOf } from './replay-word.ts';
import { TimeBar } from './time-bar.tsx';
import { BAR_SPANS, type BarSpan, type Period, recordedPeriod, shownPeriod } from './time-scale.ts';
import { useMarks } from './use-marks.ts';
import './replay-bar.css';

/** What is exported when nobody has said where it begins, ms. */
const CHOSEN_MS = 10 * 60_000;

/** Takes a window back, and live again, at one key; while it is back, the time bar and all that is done with it. */
export function ReplayBar() {
  const replay = useReplay();
  const replaying = useReplaying();
  useShortcut('replay', () => {
    if (replaying === null) replay.begin();
    else replay.end();
  });
  return replaying === null ? null : <Bar replaying={replaying} />;
}

function Bar({ replaying }: { replaying: Replaying }) {
  const { t } = useTranslation();
  const format = useFormat();
  const replay = useReplay();
  const shownMs = useInstant();
  const hasFrame = useFleetStatus((status) => status.sequence > 0);
  const [span, setSpan] = useState<BarSpan>('1h');
  const [chosen, setChosen] = useState<Partial<Period>>({});
  const instantMs = replaying.soughtMs ?? shownMs;
  const stretches = replaying.stretches ?? [];
  const recorded = recordedPeriod(stretches);
  const period = recorded === undefined ? undefined : shownPeriod(recorded, span, instantMs);
  const marks = useMarks(period);
  const isThere = period !== undefined;
  useEffect(() => {
    if (isThere) focusRegion('replay');
  }, [isThere]);

  function goToMark(direction: 1 | -1): void {
    const mark = nextMark(marks, instantMs, direction);
    if (mark !== undefined) replay.goTo(mark.atMs);
  }
  const at = hasFrame ? marks.filter((mark) => Math.abs(mark.atMs - shownMs) < 1_500) : [];
  const firstMs = recorded?.fromMs ?? 0;
  const toExport = {
    fromMs: Math.max(firstMs, chosen.fromMs ?? instantMs - CHOSEN_MS),
    toMs: Math.max(firstMs + 1, chosen.toMs ?? instantMs),
  };
  return (
    <section className="replay-bar" aria-label={t('replay.title')} data-region="replay" data-testid="replay-bar">
      <div className="replay-bar__line">
        <ReplayMark />
        <InstantField instantMs={instantMs} onGoTo={replay.goTo} />
        <ReplayControls replay={replay} replaying={replaying} />
        <div className="replay-bar__group">
          <TextButton quiet aria-label={t('replay.mark-before')} onPress={() => goToMark(-1)}>
            |◂
          </TextButton>
          <TextButton quiet aria-label={t('replay.mark-after')} onPress={() => goToMark(1)}>
            ▸|
          </TextButton>
        </div>
        <ChoiceGroup
          label={t('replay.span')}
          choices={BAR_SPANS.map((value) => ({ value, label: t(`replay.span.${value}`) }))}
          value={span}
          onChange={setSpan}
        />
        <ReplayExport period={toExport} instantMs={instantMs} onChange={setChosen} />
        <div className="replay-bar__space" />
        <TextButton main data-testid="replay-end" onPress={replay.end}>
          {t('replay.to-live')} <kbd>Z</kbd>
        </TextButton>
      </div>
      {period === undefined || recorded === undefined ? null : (
        <TimeBar
          {...{ stretches, period, instantMs, marks }}
          chosen={toExport}
          onGoTo={replay.goTo}
          onKey={(event) => {
            if (event.altKey || event.metaKey) return;
            if (!pressKey(event, { replay, replaying, period: recorded, goToMark })) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      )}
      <p className="replay-bar__foot">
        <ReplayWord replaying={replaying} recorded={recorded} shownMs={shownMs} />
        <span className="replay-bar__at" data-testid="replay-at">
          {at.map(({ kind, label }) => t(`replay.at.${kind}`, { label })).join(' ')}
        </span>
      </p>
      <p className="replay-bar__foot">
        {MARK_KINDS.map((kind) => (
          <span key={kind} className="replay-bar__legend">
            <span className={`time-bar__mark time-bar__mark--${kind} time-bar__mark--legend`} aria-hidden="true" />
            {t(`replay.kind.${kind}`)}
          </span>
        ))}
        <span>{t('replay.marks', { count: marks.length, total: format.integer(marks.length) })}</span>
        <span id="replay-keys">{t('replay.keys')}</span>
      </p>
    </section>
  );
}

interface WordProps {
  replaying: Replaying;
  recorded: Period | undefined;
  shownMs: number;
}

/** How it stands: playing, standing, at the end, not recorded there, nothing recorded, not being recorded. */
function ReplayWord({ replaying, recorded, shownMs }: WordProps) {
  const { t } = useTranslation();
  const fault = useFleetStatus((status) => status.fault);
  const recording = useHealth(({ health }) => health?.recording);
  const state = wordOf(replaying, recorded, shownMs, fault);
  const isOff = recording !== undefined && (recording.state === 'stopped' || recording.state === 'off');
  return (
    <>
      <output className="replay-bar__word" data-testid="replay-word" data-state={state}>
        {t(`replay.word.${state}`, { speed: replaying.speed })}
      </output>
      {isOff ? (
        <span className="replay-bar__fault" data-testid="recording-state" data-state={recording.state}>
          <StatusMark severity="warning" size="0.9em" />
          {t(recording.state === 'stopped' ? 'replay.recording-stopped' : 'replay.recording-off')}
        </span>
      ) : null}
    </>
  );
}
