import { createContext, type ReactNode, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import { type Clock, type Deed, type EditableEntity, mayDo, mayEdit } from '../../shared/domain/index.ts';
import type { Connection, HostState, WindowClient } from '../connection/index.ts';
import type { HealthState, HealthStore } from './health-store.ts';
import type { OutboxNews, OutboxStore } from './outbox-store.ts';
import type { Preferences, PreferencesStore } from './preferences.ts';
import type { SelectionState, SelectionStore } from './selection.ts';
import type { SessionState, SessionStore } from './session-store.ts';
import type { Ticker } from './ticker.ts';

/** What a window is made of, besides its fleet. Made once in its entry and passed down. */
export interface Services {
  readonly connection: Connection;
  readonly health: HealthStore;
  readonly session: SessionStore;
  readonly preferences: PreferencesStore;
  readonly selection: SelectionStore;
  readonly outbox: OutboxStore;
  readonly ticker: Ticker;
  readonly clock: Clock;
}

const ServicesContext = createContext<Services | undefined>(undefined);

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('useServices needs a ServicesProvider above it');
  return services;
}

export function useClient(): WindowClient {
  return useServices().connection.client;
}

export function useHost<T>(select: (host: HostState) => T): T {
  return useStore(useServices().connection.host, select);
}

export function useHealth<T>(select: (state: HealthState) => T): T {
  return useStore(useServices().health.state, select);
}

export function usePreferences<T>(select: (preferences: Preferences) => T): T {
  return useStore(useServices().preferences.state, select);
}

export function useSelection<T>(select: (state: SelectionState) => T): T {
  return useStore(useServices().selection.state, select);
}

export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useServices().session.state, select);
}

/** Whether it is of use to offer edits: the server decides on each. */
export function useMayEdit(): boolean {
  return useSession(({ session }) => mayEdit(session?.person?.roles ?? null));
}

/** Whether it is of use to offer it: the server decides on each. */
export function useMayDo(entity: EditableEntity, deed: Deed): boolean {
  return useSession(({ session }) => mayDo(session?.person?.roles ?? null, entity, deed));
}

/** What was last done with entries that are not sent. */
export function useOutboxNews<T>(select: (news: OutboxNews) => T): T {
  return useStore(useServices().outbox.news, select);
}

/** This machine's time, UTC ms, renewed each second. Use it in small parts: each is rendered again. */
export function useNow(): number {
  const { ticker } = useServices();
  const subscribe = useCallback((listener: () => void) => ticker.subscribe(listener), [ticker]);
  return useSyncExternalStore(subscribe, ticker.nowMs);
}

/** How fresh the lists are: they show the cache, which is as old as the last sync. */
export interface Freshness {
  /** Neither the data host nor the server behind it brings news at present. */
  readonly offline: boolean;
  /** UTC ms; null when nothing was ever synced. */
  readonly lastSyncAtMs: number | null;
}

export function useFreshness(): Freshness {
  const linked = useHost((host) => host.state === 'open');
  const serverState = useHealth(({ health }) => health?.server.state);
  const lastSyncAtMs = useHealth(({ health }) => health?.sync.lastSyncAtMs ?? null);
  const offline = !linked || (serverState !== undefined && serverState !== 'online');
  return useMemo(() => ({ offline, lastSyncAtMs }), [offline, lastSyncAtMs]);
}
