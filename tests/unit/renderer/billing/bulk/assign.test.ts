import { beforeEach, describe, expect, it } from 'vitest';
import { assignAll, editsFor, presentValues } from '../../../../../renderer/billing/bulk/assign.ts';
import { createEditing, type Editing } from '../../../../../renderer/billing/editing/editing.ts';
import { windowClock } from '../../../../../renderer/workers/index.ts';
import { vigieContract } from '../../../../../shared/contract/index.ts';
import { createMemoryChannelPair, createRpcClient } from '../../../../../shared/rpc/index.ts';
import { createMemoryHost, type MemoryHost } from '../../../../support/memory-host/memory-host.ts';

let host: MemoryHost;
let editing: Editing;
const run = (signal = new AbortController().signal, onProgress: (done: number) => void = () => undefined) => {
  const cycle = host.dataset.billingCycles.find(({ state }) => state === 'open')?.id ?? null;
  return assignAll(editing, host.dataset.missions, { billingCycleId: cycle }, onProgress, signal);
};
const cyclesOf = () => host.dataset.missions.map(({ billingCycleId }) => billingCycleId);

beforeEach(() => {
  host = createMemoryHost({ vehicles: 5, missions: 300, thirdParties: 5, billingCycles: 20 });
  host.outbox.isConnected = false;
  // Each of them is in no cycle, but for three that are in a closed one.
  const closed = host.dataset.billingCycles.find(({ state }) => state === 'closed')?.id ?? null;
  host.dataset.missions = host.dataset.missions.map((mission, index) => ({
    ...mission,
    billingCycleId: index < 3 ? closed : null,
  }));
  const [page, other] = createMemoryChannelPair();
  host.server.connect(other);
  editing = createEditing({ client: createRpcClient(vigieContract, page, windowClock) });
});

describe('an assignment of 300 missions', () => {
  it('makes an edit of each, lists those that are refused, and is undone as one', async () => {
    const before = cyclesOf();
    const progress: number[] = [];
    const report = await run(undefined, (done) => progress.push(done));
    expect(report).toMatchObject({ kept: 297, same: 0, left: 0 });
    expect(report.refused.map(({ why }) => why.result)).toEqual(['refused', 'refused', 'refused']);
    expect(progress.at(-1)).toBe(300);
    expect(host.outbox.list()).toHaveLength(297);
    expect(await run()).toMatchObject({ kept: 0, same: 297 });
    await editing.undo();
    expect(cyclesOf()).toEqual(before);
    expect(editing.state.getState().notice).toMatchObject({ what: 'undone' });
  });

  it('stops when told to, and says what is left', async () => {
    const controller = new AbortController();
    const report = await run(controller.signal, (done) => {
      if (done >= 50) controller.abort();
    });
    expect(report.left).toBe(250);
    expect(report.kept + report.refused.length + report.left).toBe(300);
  });

  it('notices what somebody else changed since it was shown', async () => {
    const shown = host.dataset.missions;
    const other = host.dataset.thirdParties[0]?.id ?? null;
    const id = shown[10]?.id ?? '';
    host.outbox.changeOnServer('mission', id, { thirdPartyId: other });
    const changed = shown.map((mission) => (mission.id === id ? { ...mission, thirdPartyId: 'was-else' } : mission));
    const report = await assignAll(
      editing,
      changed.slice(10, 11),
      { thirdPartyId: null },
      () => undefined,
      new AbortController().signal,
    );
    expect(report).toMatchObject({ kept: 0, refused: [{ why: { result: 'stale' } }] });
  });

  it('says an undoing that somebody else’s change stands in the way of', async () => {
    await run();
    const other = host.dataset.billingCycles.filter(({ state }) => state === 'draft')[0]?.id ?? null;
    host.dataset.missions = host.dataset.missions.map((mission, index) =>
      index === 200 ? { ...mission, billingCycleId: other } : mission,
    );
    await editing.undo();
    expect(editing.state.getState().notice).toMatchObject({ what: 'not-undone', failed: 1, why: { result: 'stale' } });
  });
});

describe('what an assignment changes', () => {
  it('is only what is not so already', () => {
    const [mission] = host.dataset.missions.slice(5);
    if (mission === undefined) throw new Error('there are missions');
    const placed = { ...mission, billingCycleId: 'a', thirdPartyId: 'b' };
    expect(editsFor(placed, { billingCycleId: 'a', thirdPartyId: null })).toEqual({
      thirdPartyId: { from: 'b', to: null },
    });
    expect(editsFor(placed, {})).toEqual({});
  });

  it('is shown by how many have it now, the commonest first', () => {
    const [mission] = host.dataset.missions;
    if (mission === undefined) throw new Error('there are missions');
    const named = (thirdPartyName: string | null) => ({ ...mission, thirdPartyName });
    expect(presentValues([named('A'), named(null), named(null)], 'thirdPartyName')).toEqual([
      { name: null, count: 2 },
      { name: 'A', count: 1 },
    ]);
  });
});
