import { describe, expect, it } from 'vitest';
import {
  initialPullState,
  PULL_POLICY,
  type PullAction,
  type PullEvent,
  type PullState,
  stepPull,
} from '../../../../shared/sync/index.ts';
import { fc } from '../../../support/property.ts';

const middle = () => 0.5;

/** Runs events from the beginning; answers the last state and the actions. */
function run(events: PullEvent[], random = middle): { state: PullState; actions: PullAction[] } {
  let state = initialPullState();
  const actions = events.map((event) => {
    const step = stepPull(state, event, random);
    state = step.state;
    return step.action;
  });
  return { state, actions };
}

const upToDate: PullEvent[] = [{ type: 'start' }, { type: 'checked' }, { type: 'applied', hasMore: false }];

describe('the pull', () => {
  it('checks the server, then pulls page after page, then waits for the next poll', () => {
    const { state, actions } = run([
      { type: 'start' },
      { type: 'checked' },
      { type: 'applied', hasMore: true },
      { type: 'applied', hasMore: false },
    ]);
    expect(actions.map(({ type }) => type)).toEqual(['check', 'pull', 'pull', 'wait']);
    expect(actions.at(-1)).toEqual({ type: 'wait', delayMs: PULL_POLICY.pollMs });
    expect(state.phase).toBe('idle');
  });

  it('polls by itself where no poke comes', () => {
    expect(run([...upToDate, { type: 'elapsed' }]).actions.at(-1)).toEqual({ type: 'pull' });
  });

  it('pulls within a second after a poke, once for many', () => {
    const { actions } = run([...upToDate, { type: 'poke' }, { type: 'poke' }, { type: 'poke' }, { type: 'elapsed' }]);
    expect(actions.slice(3)).toEqual([
      { type: 'wait', delayMs: 150 },
      { type: 'none' },
      { type: 'none' },
      { type: 'pull' },
    ]);
    const longest = run([...upToDate, { type: 'poke' }], () => 0.999).actions.at(-1);
    expect(longest?.type === 'wait' && longest.delayMs).toBeLessThan(1_000);
  });

  it('pulls again after a poke that came during a pull', () => {
    const { actions, state } = run([
      { type: 'start' },
      { type: 'checked' },
      { type: 'poke' },
      { type: 'applied', hasMore: false },
      { type: 'elapsed' },
    ]);
    expect(actions.slice(-2)).toEqual([{ type: 'wait', delayMs: 150 }, { type: 'pull' }]);
    expect(state.poked).toBe(false);
  });

  it('waits longer with each failure, and checks the server before it goes on', () => {
    const failed: PullEvent = { type: 'failed', cause: 'server' };
    const { actions } = run([{ type: 'start' }, failed, { type: 'elapsed' }, failed, { type: 'elapsed' }]);
    expect(actions.slice(1)).toEqual([
      { type: 'wait', delayMs: 500 },
      { type: 'check' },
      { type: 'wait', delayMs: 1_000 },
      { type: 'check' },
    ]);
  });

  it('begins anew with short pauses after a success', () => {
    const failed: PullEvent = { type: 'failed', cause: 'server' };
    const { state } = run([
      { type: 'start' },
      failed,
      { type: 'elapsed' },
      { type: 'checked' },
      { type: 'applied', hasMore: false },
    ]);
    expect(state.failures).toBe(0);
  });

  it('tries a full disk again within seconds, however often it failed', () => {
    const events: PullEvent[] = [{ type: 'start' }];
    for (let n = 0; n < 20; n++) events.push({ type: 'failed', cause: 'storage' }, { type: 'elapsed' });
    for (const action of run(events, () => 0.999).actions) {
      if (action.type === 'wait') expect(action.delayMs).toBeLessThanOrEqual(5_000);
    }
  });

  it('is not hurried by pokes of a server that fails', () => {
    expect(run([{ type: 'start' }, { type: 'failed', cause: 'server' }, { type: 'poke' }]).actions.at(-1)).toEqual({
      type: 'none',
    });
  });

  it('asks at once when the connection came or went, unless the server asked for a rest', () => {
    const waiting: PullEvent[] = [{ type: 'start' }, { type: 'failed', cause: 'server' }];
    expect(run([...waiting, { type: 'connection-changed' }]).actions.at(-1)).toEqual({ type: 'check' });
    expect(run([...upToDate, { type: 'connection-changed' }]).actions.at(-1)).toEqual({ type: 'check' });
    const resting: PullEvent[] = [{ type: 'start' }, { type: 'failed', cause: 'server', retryAfterMs: 30_000 }];
    expect(run(resting).actions.at(-1)).toEqual({ type: 'wait', delayMs: 30_500 });
    expect(run([...resting, { type: 'connection-changed' }]).actions.at(-1)).toEqual({ type: 'none' });
  });

  it('empties the cache once for a new epoch, and does not go round in circles', () => {
    const first: PullEvent[] = [{ type: 'start' }, { type: 'resync' }, { type: 'reset' }];
    expect(run(first).actions.map(({ type }) => type)).toEqual(['check', 'reset', 'pull']);
    const again = run([...first, { type: 'resync' }]);
    expect(again.state.phase).toBe('waiting');
    const later = run([...first, { type: 'applied', hasMore: false }, { type: 'elapsed' }, { type: 'resync' }]);
    expect(later.actions.at(-1)).toEqual({ type: 'reset' });
  });

  it('never stops for good, whatever happens in whatever order', () => {
    const event: fc.Arbitrary<PullEvent> = fc.oneof(
      fc.constantFrom<PullEvent>({ type: 'poke' }, { type: 'connection-changed' }, { type: 'elapsed' }),
      fc.record({ type: fc.constant('applied' as const), hasMore: fc.boolean() }),
      fc.constantFrom<PullEvent>({ type: 'checked' }, { type: 'resync' }, { type: 'reset' }),
      fc.record({
        type: fc.constant('failed' as const),
        cause: fc.constantFrom('server' as const, 'storage' as const),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 60 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (events, chance) => {
          let state = initialPullState();
          // What the driver is doing: exactly one thing at any time, so that an event always comes.
          let under: PullAction = { type: 'none' };
          for (const next of [{ type: 'start' } as const, ...events]) {
            const step = stepPull(state, next, () => chance);
            state = step.state;
            if (step.action.type !== 'none') under = step.action;
            const waits = state.phase === 'idle' || state.phase === 'waiting';
            expect(under.type).toBe(
              waits
                ? 'wait'
                : ({ idle: 'wait', waiting: 'wait', checking: 'check', resetting: 'reset', pulling: 'pull' } as const)[
                    state.phase
                  ],
            );
          }
        },
      ),
    );
  });
});
