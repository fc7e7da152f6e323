import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { useServices } from '../stores/services.tsx';
import { useShownMaps } from '../supervision/index.ts';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { recordFilm } from './film.ts';
import { useReplay } from './replay-context.tsx';
import { type Speed, SPEEDS } from './replay-store.ts';
import type { Period } from './time-scale.ts';

type Filming =
  | { state: 'asking' }
  | { state: 'filming'; share: number }
  | { state: 'done'; href: string; bytes: number }
  | { state: 'failed' };

/** Films the map while a stretch is played: how fast, how far it is, and the file once it is there. */
export function FilmDialog({ period, label, onClose }: { period: Period; label: string; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { clock } = useServices();
  const replay = useReplay();
  const maps = useShownMaps();
  const [speed, setSpeed] = useState<Speed>(10);
  const [filming, setFilming] = useState<Filming>({ state: 'asking' });
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  useEffect(() => (filming.state === 'done' ? () => URL.revokeObjectURL(filming.href) : undefined), [filming]);
  const map = maps.largest();

  async function start(): Promise<void> {
    if (map === undefined) return;
    const own = new AbortController();
    controller.current = own;
    setFilming({ state: 'filming', share: 0 });
    try {
      const film = await recordFilm({
        ...{ map, replay, clock, period, speed, signal: own.signal },
        stamp: (atMs) => `${t('replay.mark')}  ${format.dayOf(atMs)} ${format.clock(atMs)} ${format.zone(atMs)}`,
        onProgress: (share) => setFilming({ state: 'filming', share }),
      });
      setFilming({ state: 'done', href: URL.createObjectURL(film), bytes: film.size });
    } catch (error) {
      if (own.signal.aborted) return setFilming({ state: 'asking' });
      console.warn('no film was made', error);
      setFilming({ state: 'failed' });
    }
  }
  function save(href: string): void {
    const link = document.createElement('a');
    link.href = href;
    link.download = `Vigie ${new Date(period.fromMs).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')}Z.webm`;
    link.click();
  }
  const stop = () => controller.current?.abort();
  return (
    <Sheet
      testId="film-dialog"
      title={t('film.title')}
      isOpen
      onClose={() => {
        stop();
        onClose();
      }}
      foot={
        <>
          {filming.state === 'filming' ? <TextButton onPress={stop}>{t('export.stop')}</TextButton> : null}
          {filming.state === 'filming' ? null : <TextButton onPress={onClose}>{t('edit.close')}</TextButton>}
          {filming.state === 'asking' || filming.state === 'failed' ? (
            <TextButton main isDisabled={map === undefined} onPress={() => void start()}>
              {t('film.start')}
            </TextButton>
          ) : null}
          {filming.state === 'done' ? (
            <TextButton main data-testid="film-save" onPress={() => save(filming.href)}>
              {t('film.save')}
            </TextButton>
          ) : null}
        </>
      }
    >
      <div className="export" data-state={filming.state}>
        <p className="export__what">{label}</p>
        {filming.state === 'asking' || filming.state === 'failed' ? (
          <>
            <ChoiceGroup
              label={t('replay.speed')}
              choices={SPEEDS.map((value) => ({ value: String(value), label: format.factor(value) }))}
              value={String(speed)}
              onChange={(chosen) => setSpeed(SPEEDS.find((one) => String(one) === chosen) ?? 10)}
            />
            <p className="export__hint">
              {map === undefined
                ? t('film.no-map')
                : t('film.takes', { length: format.duration((period.toMs - period.fromMs) / speed) })}
            </p>
          </>
        ) : null}
        {filming.state === 'filming' ? (
          <>
            <progress aria-label={t('export.progress')} max={1} value={filming.share} />
            <output className="export__said">{format.percent(filming.share * 100)}</output>
          </>
        ) : null}
        {filming.state === 'done' ? (
          <output className="export__said" data-testid="film-done">
            {t('film.done', { size: format.integer(Math.ceil(filming.bytes / 1024)) })}
          </output>
        ) : null}
        {filming.state === 'failed' ? (
          <p className="export__failed" role="alert">
            <StatusMark severity="alarm" />
            <span>{t('film.failed')}</span>
          </p>
        ) : null}
      </div>
    </Sheet>
  );
}
