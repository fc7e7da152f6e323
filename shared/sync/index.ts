export { type BackoffPolicy, backoffMs, STORAGE_BACKOFF, SYNC_BACKOFF } from './backoff.ts';
export { BATCH_SIZES, nextBatchSize, smallerBatchSize } from './batch-size.ts';
export { createDependencyGate, type DependencyGate, referencesOf } from './dependencies.ts';
export { changedSince, type Merge, mergeEdits, seenFor } from './merge.ts';
export { overlayOf } from './overlay.ts';
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
export {
  initialPushState,
  PUSH_POLICY,
  type PushAction,
  type PushEvent,
  type PushPhase,
  type PushPolicy,
  type PushState,
  stepPush,
} from './push-machine.ts';
export { parseRetryAfterMs } from './retry-after.ts';
export { isSameServer, serverIdentity } from './server-identity.ts';
