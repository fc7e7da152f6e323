import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButton } from '../exports/index.ts';
import { useFormat } from '../i18n/index.ts';
import { TextButton } from '../ui/button.tsx';
import { FilmDialog } from './film-dialog.tsx';
import type { Period } from './time-scale.ts';

interface ReplayExportProps {
  period: Period;
  instantMs: number;
  onChange: (period: Partial<Period>) => void;
}

/** The stretch that is exported: from here, to here, and out. */
export function ReplayExport({ period, instantMs, onChange }: ReplayExportProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isFilming, setFilming] = useState(false);
  const { fromMs, toMs } = period;
  // While it is filmed the instant goes on: the stretch is that of when it was asked for.
  const [asked, setAsked] = useState(period);
  const name = (one: Period) =>
    t('replay.export-of', {
      from: format.preciseTime(one.fromMs, one.toMs),
      to: format.preciseTime(one.toMs, one.fromMs),
    });
  const label = name(period);
  return (
    <div className="replay-bar__group" title={label}>
      <TextButton quiet onPress={() => onChange({ fromMs: instantMs, toMs: Math.max(toMs, instantMs + 60_000) })}>
        {t('replay.from-here')}
      </TextButton>
      <TextButton quiet onPress={() => onChange({ fromMs: Math.min(fromMs, instantMs - 1_000), toMs: instantMs })}>
        {t('replay.to-here')}
      </TextButton>
      <TextButton
        quiet
        onPress={() => {
          setAsked(period);
          setFilming(true);
        }}
      >
        {t('film.open')}
      </TextButton>
      {isFilming ? <FilmDialog period={asked} label={name(asked)} onClose={() => setFilming(false)} /> : null}
      <ExportButton subjects={() => [{ kind: 'recording', key: 'recording', label, fromMs, toMs }]} />
    </div>
  );
}
