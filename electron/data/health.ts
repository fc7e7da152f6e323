import type { FeedStatus } from '../../shared/api/index.ts';
import type { Fault, Health } from '../../shared/contract/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import type { RemoteError } from './remote/remote-error.ts';

export type ServerHealth = Health['server'];

/** What the state of the server is, given why the last exchange with it failed. */
const STATE_OF_CODE: Record<RemoteError['code'], ServerHealth['state']> = {
  'server-unreachable': 'offline',
  'server-slow': 'offline',
  'server-failed': 'offline',
  'server-not-vigie': 'offline',
  'server-malformed': 'online',
  'not-found': 'online',
  'server-incompatible': 'incompatible',
  unauthorized: 'refused',
  forbidden: 'refused',
  'issuer-unreachable': 'offline',
};

/** The server as this host finds it: what the last exchange showed. */
export interface ServerWatch {
  health(): ServerHealth;
  /** The feed of the server, as it told it last; null while nobody tells. */
  feed(): FeedStatus | null;
  wasWell(): void;
  failed(error: Pick<RemoteError, 'code' | 'message'>): void;
  feedTold(feed: FeedStatus): void;
  /** Nobody tells of the feed now. */
  feedLost(): void;
}

export function createServerWatch(url: string, clock: Clock, onChange: () => void): ServerWatch {
  let feed: FeedStatus | null = null;
  let health: ServerHealth = { url, state: 'connecting', sinceMs: clock.nowMs(), fault: null };

  function set(state: ServerHealth['state'], fault: Pick<Fault, 'code' | 'message'> | null): void {
    if (state === health.state && fault?.code === health.fault?.code && fault?.message === health.fault?.message)
      return;
    const nowMs = clock.nowMs();
    const isSameFault = fault !== null && fault.code === health.fault?.code;
    health = {
      url,
      state,
      sinceMs: state === health.state ? health.sinceMs : nowMs,
      fault: fault && { ...fault, sinceMs: isSameFault ? (health.fault?.sinceMs ?? nowMs) : nowMs },
    };
    onChange();
  }

  return {
    health: () => health,
    feed: () => feed,
    wasWell: () => set('online', null),
    failed: ({ code, message }) => set(STATE_OF_CODE[code], { code, message }),
    feedTold(status) {
      feed = status;
      onChange();
    },
    feedLost() {
      if (feed === null) return;
      feed = null;
      onChange();
    },
  };
}
