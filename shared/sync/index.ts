export { type BackoffPolicy, backoffMs, STORAGE_BACKOFF, SYNC_BACKOFF } from './backoff.ts';
export { nextPageLimit, PAGE_LIMITS, smallerPageLimit } from './page-limit.ts';
export {
  initialPullState,
  type PullAction,
  type PullEvent,
  type PullPhase,
  type PullPolicy,
  type PullState,
  PULL_POLICY,
  stepPull,
} from './pull-machine.ts';
export { parseRetryAfterMs } from './retry-after.ts';
export { isSameServer, serverIdentity } from './server-identity.ts';
