import { createI18n } from '../i18n/create-i18n.ts';
import { LOCALES, resolveLanguage } from '../i18n/language.ts';
import type { StoreApi } from 'zustand/vanilla';
import type { PreferencesStore } from '../stores/preferences.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { createWatchdogWorker, startWatchdog } from './start-watchdog.ts';

/** Whether a window shows a recording: a page that hangs is then not live for another reason. */
type ReplayState = Pick<StoreApi<{ readonly replaying: object | null }>, 'getState' | 'subscribe'>;

/** Watches over a window for as long as it is open, in the language of its texts. Nothing of it depends on React. */
export function watchWindow(page: Window, clock: Clock, preferences: PreferencesStore, replay: ReplayState): Disposer {
  const watchdog = startWatchdog(page, clock, createWatchdogWorker());
  const tell = () => {
    const language = resolveLanguage(preferences.state.getState().language, page.navigator.languages);
    const { t } = createI18n(language);
    watchdog.setLook({
      notLive: t(replay.getState().replaying === null ? 'watchdog.not-live' : 'watchdog.not-replayed', {
        time: '{{time}}',
      }),
      remedy: t('watchdog.remedy'),
      locale: LOCALES[language],
    });
  };
  tell();
  const stop = preferences.state.subscribe(tell);
  const stopReplay = replay.subscribe((now, before) => {
    if ((now.replaying === null) !== (before.replaying === null)) tell();
  });
  return () => {
    stop();
    stopReplay();
    watchdog.dispose();
  };
}
