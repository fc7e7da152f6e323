import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { chooseTransport, createConnection } from '../connection/index.ts';
import { createGroundStore, GroundProvider } from '../ground/index.ts';
import { LanguageProvider } from '../i18n/index.ts';
import { useLanguage, usePageTheme } from '../stores/appearance.ts';
import { createHealthStore } from '../stores/health-store.ts';
import { createOutboxStore } from '../stores/outbox-store.ts';
import { createPreferences } from '../stores/preferences.ts';
import { createSelection } from '../stores/selection.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { type Services, ServicesProvider, usePreferences } from '../stores/services.tsx';
import { createTicker } from '../stores/ticker.ts';
import { createReplayStore, ReplayProvider } from '../replay/index.ts';
import { createFleetStore, type FleetStore } from '../supervision/index.ts';
import { ShortcutsProvider } from '../ui/shortcuts.tsx';
import { watchWindow } from '../watchdog/index.ts';
import { createPositionsWorker, createReplayWorker, windowClock } from '../workers/index.ts';
import { startPulse } from './pulse.ts';
import '@fontsource-variable/inter/wght.css';
import '../ui/tokens.css';
import '../ui/base.css';

/** Makes what a window works with and shows it. `content` gets the services for what it makes of its own. */
export function startWindow(content: (services: Services, fleet: FleetStore) => ReactNode): void {
  const clock = windowClock;
  const connection = createConnection(chooseTransport(window), clock);
  if (connection.kind === 'desktop') startPulse(window);
  const services: Services = {
    connection,
    clock,
    health: createHealthStore(connection, clock),
    session: createSessionStore(connection),
    preferences: createPreferences(window, localStorage),
    selection: createSelection(),
    outbox: createOutboxStore(connection, clock),
    ticker: createTicker(clock),
  };
  const worker = createPositionsWorker();
  const fleet = createFleetStore(worker, clock);
  const ground = createGroundStore(connection, clock);
  connection.openWorkerChannel(worker);
  const replay = createReplayStore({
    ...{ connection, clock, live: fleet },
    createWorker: createReplayWorker,
    newPlayer: () => crypto.randomUUID(),
  });
  watchWindow(window, clock, services.preferences, replay.state);
  // A window that was hidden or asleep does not wait for its timers, which the browser slows down meanwhile.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connection.retry();
  });

  const element = document.getElementById('root');
  if (element === null) throw new Error('the page has no element #root');
  createRoot(element).render(
    <StrictMode>
      <ServicesProvider services={services}>
        <ReplayProvider replay={replay} live={fleet}>
          <GroundProvider store={ground}>
            <Appearance>{content(services, fleet)}</Appearance>
          </GroundProvider>
        </ReplayProvider>
      </ServicesProvider>
    </StrictMode>,
  );
}

function Appearance({ children }: { children: ReactNode }) {
  usePageTheme();
  const language = useLanguage();
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  return (
    <LanguageProvider language={language}>
      <ShortcutsProvider singleKeys={singleKeys}>{children}</ShortcutsProvider>
    </LanguageProvider>
  );
}
