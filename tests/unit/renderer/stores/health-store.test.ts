import { describe, expect, it } from 'vitest';
import { createConnection } from '../../../../renderer/connection/index.ts';
import { createHealthStore } from '../../../../renderer/stores/health-store.ts';
import { createMemoryChannelPair, RpcError } from '../../../../shared/rpc/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { createMemoryHost } from '../../../support/memory-host/memory-host.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

async function createScene() {
  const clock = createManualClock();
  const host = createMemoryHost({ vehicles: 1, missions: 1, thirdParties: 1, billingCycles: 1 });
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
    () => 1,
  );
  const store = createHealthStore(connection, clock);
  await settle();
  return { clock, host, connection, store, state: () => store.state.getState(), cut: () => cut() };
}

describe('the health of what is behind a window', () => {
  it('is known as soon as the link is open, and at each change', async () => {
    const { host, state, clock } = await createScene();
    expect(state()).toMatchObject({ health: host.health, heardAtMs: clock.nowMs(), mutedSinceMs: null });
    host.setHealth({ feed: null });
    await settle();
    expect(state().health?.feed).toBeNull();
  });

  it('is asked for once a second, which brings figures that nobody announces', async () => {
    const { clock, host, state } = await createScene();
    host.health = { ...host.health, positions: { ...host.health.positions, vehicles: 42 } };
    clock.advance(1_000);
    await settle();
    expect(state().health?.positions.vehicles).toBe(42);
  });

  it('tells a host that answers no more from one that is busy', async () => {
    const { clock, host, state } = await createScene();
    const heardAtMs = clock.nowMs();
    host.delayMs = 1e9;
    clock.advance(1_000);
    await settle();
    clock.advance(2_900);
    await settle();
    expect(state().mutedSinceMs).toBeNull();
    clock.advance(200);
    await settle();
    expect(state().mutedSinceMs).toBe(heardAtMs);
    host.delayMs = 0;
    clock.advance(1_000);
    await settle();
    expect(state().mutedSinceMs).toBeNull();
  });

  it('does not take an answer that is an error for silence', async () => {
    const { clock, host, state } = await createScene();
    host.fail('health.get', new RpcError('storage-failed', 'no'));
    for (let second = 0; second < 10; second++) {
      clock.advance(1_000);
      await settle();
    }
    expect(state().mutedSinceMs).toBeNull();
  });

  it('is asked for again when the link comes back', async () => {
    const { clock, host, state, cut } = await createScene();
    cut();
    host.health = { ...host.health, feed: null };
    clock.advance(300);
    await settle();
    expect(state().health?.feed).toBeNull();
  });

  it('is not followed after the disposal', async () => {
    const { clock, host, store, state, connection } = await createScene();
    store.dispose();
    host.setHealth({ feed: null });
    clock.advance(5_000);
    await settle();
    expect(state().health?.feed).not.toBeNull();
    connection.close();
    expect(clock.plannedCount()).toBe(0);
  });
});
