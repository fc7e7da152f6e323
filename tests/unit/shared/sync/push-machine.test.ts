import { describe, expect, it } from 'vitest';
import {
  initialPushState,
  type PushAction,
  type PushEvent,
  type PushState,
  stepPush,
} from '../../../../shared/sync/index.ts';
import { fc } from '../../../support/property.ts';

const middle = () => 0.5;

/** Runs events from the beginning; answers the last state and the actions. */
function run(events: PushEvent[], random = middle): { state: PushState; actions: PushAction[] } {
  let state = initialPushState();
  const actions = events.map((event) => {
    const step = stepPush(state, event, random);
    state = step.state;
    return step.action;
  });
  return { state, actions };
}

const opened: PushEvent = { type: 'opened' };
const closed: PushEvent = { type: 'closed' };
const queued: PushEvent = { type: 'queued' };
const elapsed: PushEvent = { type: 'elapsed' };
const allSent: PushEvent = { type: 'sent', hasMore: false };
const failed: PushEvent = { type: 'failed', cause: 'server' };
const lastOf = (events: PushEvent[], random = middle) => run(events, random).actions.at(-1);

describe('the outbox', () => {
  it('sends nothing before the server is known, then what was queued meanwhile', () => {
    const { actions } = run([queued, queued, { type: 'connection-changed' }, elapsed, opened]);
    expect(actions.map(({ type }) => type)).toEqual(['none', 'none', 'none', 'none', 'send']);
  });

  it('sends batch after batch while there is more, then rests until an edit is made', () => {
    const { actions, state } = run([opened, { type: 'sent', hasMore: true }, allSent]);
    expect(actions.map(({ type }) => type)).toEqual(['send', 'send', 'rest']);
    expect(state.phase).toBe('idle');
    expect(lastOf([opened, allSent, queued])).toEqual({ type: 'send' });
  });

  it('sends again for what was queued while a batch was under way, never beside it', () => {
    expect(lastOf([opened, queued])).toEqual({ type: 'none' });
    expect(lastOf([opened, queued, allSent])).toEqual({ type: 'send' });
    expect(lastOf([opened, queued, allSent, allSent])).toEqual({ type: 'rest' });
  });

  it('waits longer with each failure, not shortened by new edits, and shortly again after a success', () => {
    const { actions } = run([opened, failed, queued, elapsed, failed, elapsed, allSent, queued, failed]);
    expect(actions).toEqual([
      { type: 'send' },
      { type: 'wait', delayMs: 500 },
      { type: 'none' },
      { type: 'send' },
      { type: 'wait', delayMs: 1_000 },
      { type: 'send' },
      { type: 'rest' },
      { type: 'send' },
      { type: 'wait', delayMs: 500 },
    ]);
  });

  it('tries at once when the server can be talked to again, unless it asked for a rest', () => {
    expect(lastOf([opened, failed, { type: 'connection-changed' }])).toEqual({ type: 'send' });
    const resting: PushEvent[] = [opened, { type: 'failed', cause: 'server', retryAfterMs: 30_000 }];
    expect(lastOf(resting)).toEqual({ type: 'wait', delayMs: 30_500 });
    expect(lastOf([...resting, { type: 'connection-changed' }])).toEqual({ type: 'none' });
    expect(lastOf([...resting, elapsed])).toEqual({ type: 'send' });
  });

  it('tries a full disk again within seconds, however often it failed', () => {
    const events: PushEvent[] = [opened];
    for (let n = 0; n < 20; n++) events.push({ type: 'failed', cause: 'storage' }, elapsed);
    for (const action of run(events, () => 0.999).actions) {
      if (action.type === 'wait') expect(action.delayMs).toBeLessThanOrEqual(5_000);
    }
  });

  it('ends its wait when the server is lost, and sends at once when it is found', () => {
    expect(lastOf([opened, failed, closed])).toEqual({ type: 'rest' });
    expect(lastOf([opened, failed, closed, elapsed])).toEqual({ type: 'none' });
    expect(lastOf([opened, failed, closed, opened])).toEqual({ type: 'send' });
    expect(run([opened, failed, closed, opened, failed]).state.failures).toBe(2);
  });

  it('lets a batch that is under way end when the server is lost, and sends no further one', () => {
    expect(lastOf([opened, closed])).toEqual({ type: 'none' });
    expect(run([opened, closed, { type: 'sent', hasMore: true }])).toMatchObject({ state: { phase: 'closed' } });
    expect(run([opened, closed, failed]).state).toMatchObject({ phase: 'closed', failures: 1 });
    expect(lastOf([opened, closed, opened, { type: 'sent', hasMore: true }])).toEqual({ type: 'send' });
  });

  it('never has two batches under way, never sends while closed, and never stops for good', () => {
    const outside = fc.constantFrom<PushEvent>(opened, closed, queued, { type: 'connection-changed' });
    const ending = fc.constantFrom<PushEvent>(
      allSent,
      { type: 'sent', hasMore: true },
      failed,
      { type: 'failed', cause: 'storage' },
      { type: 'failed', cause: 'server', retryAfterMs: 1_000 },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(outside, ending, fc.constant(elapsed)), { maxLength: 80 }), (events) => {
        let state = initialPushState();
        let isSending = false;
        let isOpen = false;
        let isTimed = false;
        let hasQueued = false;
        for (const event of events) {
          // The driver ends only what is under way, and its timer rings only when it was set.
          if ((event.type === 'sent' || event.type === 'failed') && !isSending) continue;
          if (event.type === 'elapsed' && !isTimed) continue;
          if (event.type === 'sent' || event.type === 'failed') isSending = false;
          if (event.type === 'opened') isOpen = true;
          if (event.type === 'closed') isOpen = false;
          if (event.type === 'queued') hasQueued = true;
          if (event.type === 'elapsed') isTimed = false;
          const step = stepPush(state, event, middle);
          state = step.state;
          if (step.action.type !== 'none') isTimed = step.action.type === 'wait';
          if (step.action.type === 'send') {
            expect(isSending).toBe(false);
            expect(isOpen).toBe(true);
            isSending = true;
            hasQueued = false;
          }
          expect(state.phase === 'sending').toBe(isSending);
          // Something will happen by itself, or nothing is there to do.
          if (isOpen && !isSending && !isTimed) expect(hasQueued).toBe(false);
          if (!isOpen) expect(isTimed).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});
