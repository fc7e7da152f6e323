import { createI18n } from '../i18n/create-i18n.ts';
import { LOCALES, resolveLanguage } from '../i18n/language.ts';
import type { PreferencesStore } from '../stores/preferences.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { createWatchdogWorker, startWatchdog } from './start-watchdog.ts';

/** Watches over a window for as long as it is open, in the language of its texts. Nothing of it depends on React. */
export function watchWindow(page: Window, clock: Clock, preferences: PreferencesStore): Disposer {
  const watchdog = startWatchdog(page, clock, createWatchdogWorker());
  const tell = () => {
    const language = resolveLanguage(preferences.state.getState().language, page.navigator.languages);
    const { t } = createI18n(language);
    watchdog.setLook({
      notLive: t('watchdog.not-live', { time: '{{time}}' }),
      remedy: t('watchdog.remedy'),
      locale: LOCALES[language],
    });
  };
  tell();
  const stop = preferences.state.subscribe(tell);
  return () => {
    stop();
    watchdog.dispose();
  };
}
