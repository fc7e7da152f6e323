import { type RenderResult, render } from './library.ts';
import type { ReactNode } from 'react';
import { type Connection, createConnection } from '../../../renderer/connection/index.ts';
import { type Language, LanguageProvider } from '../../../renderer/i18n/index.ts';
import { createReplayStore, ReplayProvider } from '../../../renderer/replay/index.ts';
import { createHealthStore } from '../../../renderer/stores/health-store.ts';
import { createOutboxStore } from '../../../renderer/stores/outbox-store.ts';
import { createPreferences } from '../../../renderer/stores/preferences.ts';
import { createSelection } from '../../../renderer/stores/selection.ts';
import { createSessionStore } from '../../../renderer/stores/session-store.ts';
import { type Services, ServicesProvider } from '../../../renderer/stores/services.tsx';
import { createTicker } from '../../../renderer/stores/ticker.ts';
import { createFleetStore } from '../../../renderer/supervision/fleet/index.ts';
import { ShortcutsProvider } from '../../../renderer/ui/shortcuts.tsx';
import { type FromPositionsWorker, windowClock } from '../../../renderer/workers/index.ts';
import { createMemoryChannelPair } from '../../../shared/rpc/index.ts';
import type { MemoryHost } from '../memory-host/memory-host.ts';

/** A positions worker whose messages the test sends. */
export interface TestWorker {
  postMessage(): void;
  addEventListener(type: 'message', listener: (event: { data: FromPositionsWorker }) => void): void;
  removeEventListener(type: 'message', listener: (event: { data: FromPositionsWorker }) => void): void;
  terminate(): void;
  say(message: FromPositionsWorker): void;
}

export interface TestWindow {
  page: RenderResult;
  services: Services;
  connection: Connection;
  worker: TestWorker;
  /** Cuts the link to the data host. */
  cut(): void;
  dispose(): void;
}

/** Renders a part of a window over a memory host: all but the transport and the worker is what a window runs. */
export function renderWindow(
  host: MemoryHost,
  content: (services: Services) => ReactNode,
  language: Language = 'en',
): TestWindow {
  const clock = windowClock;
  let cut = () => {};
  const connection = createConnection(
    {
      kind: 'preview',
      onOffer: () => () => undefined,
      open: async () => {
        const [page, other] = createMemoryChannelPair();
        host.server.connect(other);
        cut = () => other.close();
        return { channel: page, attachWorker: () => undefined };
      },
    },
    clock,
  );
  const health = createHealthStore(connection, clock);
  const session = createSessionStore(connection);
  const preferences = createPreferences(window, localStorage);
  const outbox = createOutboxStore(connection, clock);
  const services: Services = {
    connection,
    clock,
    health,
    session,
    preferences,
    selection: createSelection(),
    outbox,
    ticker: createTicker(clock),
  };
  const worker = createTestWorker();
  const fleet = createFleetStore(worker, clock);
  const replay = createReplayStore({
    ...{ connection, clock, live: fleet },
    createWorker: createTestWorker,
    newPlayer: () => crypto.randomUUID(),
  });
  const page = render(
    <ServicesProvider services={services}>
      <ReplayProvider replay={replay} live={fleet}>
        <LanguageProvider language={language}>
          <ShortcutsProvider singleKeys>{content(services)}</ShortcutsProvider>
        </LanguageProvider>
      </ReplayProvider>
    </ServicesProvider>,
  );
  return {
    page,
    services,
    connection,
    worker,
    cut: () => cut(),
    dispose() {
      page.unmount();
      health.dispose();
      session.dispose();
      outbox.dispose();
      connection.close();
      preferences.dispose();
      fleet.dispose();
    },
  };
}

function createTestWorker(): TestWorker {
  const listeners = new Set<(event: { data: FromPositionsWorker }) => void>();
  return {
    postMessage: () => undefined,
    terminate: () => undefined,
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
    say(message) {
      for (const listener of listeners) listener({ data: message });
    },
  };
}
