import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/index.ts';
import { useNow } from '../../stores/services.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useSoundSettings, useSoundState } from '../alarms-provider.tsx';

/** Nobody wonders why nothing is heard: it says that the workstation is silenced, and until when; or that it cannot sound. */
export function SilencedNote() {
  const { t } = useTranslation();
  const text = useSoundText();
  const state = useSoundState((sound) => sound.state);
  if (state !== 'silenced' && state !== 'blocked' && state !== 'broken') return null;
  return (
    <span className="silenced-note" data-testid="silenced-note" data-state={state}>
      <StatusMark severity="warning" label={t('alarm.sound')} />
      {text}
    </span>
  );
}

/** How it sounds now, in words. */
export function useSoundText(): string {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { state, priority } = useSoundState((sound) => sound);
  const silence = useSoundSettings((settings) => settings.silence);
  if (state === 'silenced')
    return t('alarm.sound.silenced', { time: format.preciseTime(silence?.untilMs ?? now, now) });
  if (state === 'blocked' || state === 'broken') return t(`alarm.sound.${state}`);
  if (state === 'quiet' || priority === null) return t('alarm.sound.quiet');
  return t('alarm.sound.sounding', { priority: t(`alarm.priority.${priority}`) });
}
