import { describe, expect, it } from 'vitest';
import { MOST_BAD_FRAMES } from '../../../../renderer/workers/position-reader.ts';
import { SILENT_AFTER_MS } from '../../../../renderer/workers/positions-service.ts';
import { EPOCH_MS, recordOf } from '../../../support/fleet-records.ts';
import { settle, setUpService } from '../../../support/positions-service.ts';

describe('the positions service over a port', () => {
  it('posts the whole fleet as records, with its counts', async () => {
    const { host, ofType, states, attach } = setUpService();
    attach();
    await settle();
    const [fleet] = ofType('fleet');
    expect(fleet).toMatchObject({ count: 2, streamId: 7, sequence: 1, epochMs: EPOCH_MS, timeScale: 1 });
    expect(fleet?.counts).toMatchObject({ total: 2, heard: 2 });
    expect(new Uint8Array(fleet?.records ?? new ArrayBuffer(0), 0, 48)).toEqual(host.table.records);
    expect(states()).toEqual(['live']);
  });

  it('passes a heartbeat on without the records', async () => {
    const { host, ofType, attach } = setUpService();
    attach();
    await settle();
    host.publish();
    await settle();
    expect(ofType('fleet')).toHaveLength(1);
    expect(ofType('heartbeat').at(-1)).toMatchObject({ sequence: 2, streamId: 7 });
  });

  it('acknowledges only what the page has room for: the newest wins', async () => {
    const { host, ofType, attach, service } = setUpService();
    attach();
    await settle();
    for (let step = 1; step <= 5; step++) {
      host.table.write(0, recordOf({ longitude: 2.35 + step }));
      host.publish();
      await settle();
    }
    // Three buffers are with the page; a fourth frame is waiting here, not acknowledged.
    expect(ofType('fleet').map((one) => one.sequence)).toEqual([1, 2, 3]);
    const [first] = ofType('fleet');
    if (first === undefined) throw new Error('no fleet came');
    service.receive({ type: 'return', buffer: first.records }, []);
    await settle();
    const last = ofType('fleet').at(-1);
    expect(last?.sequence).toBe(4);
    service.receive({ type: 'return', buffer: last?.records ?? new ArrayBuffer(0) }, []);
    await settle();
    // The host had gone on meanwhile: one frame brings all of it.
    expect(ofType('fleet').at(-1)?.sequence).toBe(6);
  });

  it('says silent 2 s after the last frame, since then, and live again with the next', async () => {
    const { clock, host, ofType, states, attach, giveBackLast } = setUpService();
    attach();
    await settle();
    giveBackLast();
    clock.advance(SILENT_AFTER_MS - 1);
    expect(states()).toEqual(['live']);
    clock.advance(1);
    expect(ofType('state').at(-1)).toMatchObject({ state: 'silent', sinceMs: EPOCH_MS });
    host.publish();
    await settle();
    expect(states()).toEqual(['live', 'silent', 'live']);
  });

  it('says silent when a stream opens and brings nothing', async () => {
    const { clock, host, states, attach } = setUpService();
    host.spoil = () => expect.fail('nothing was to be sent');
    host.table.sequence = 0;
    attach();
    await settle();
    clock.advance(SILENT_AFTER_MS);
    expect(states()).toEqual(['silent']);
  });

  it('asks for a key frame after a gap, and counts it', async () => {
    const { clock, host, ofType, attach, giveBackLast } = setUpService();
    attach();
    await settle();
    giveBackLast();
    // As if a frame had been lost: the base of this delta is one that the reader has not reached.
    host.spoil = (frame) => {
      expect(frame[5]).toBe(1);
      new DataView(frame.buffer, frame.byteOffset).setUint32(36, 50, true);
      return frame;
    };
    host.table.write(0, recordOf({ longitude: 4 }));
    host.publish();
    await settle();
    expect(ofType('fleet')).toHaveLength(1);
    expect(ofType('state').at(-1)).toMatchObject({ state: 'live', repairs: { gaps: 1, malformed: 0 } });
    host.spoil = undefined;
    clock.advance(1000);
    await settle();
    expect(host.opened.at(-1)).toEqual({});
    expect(ofType('fleet').at(-1)?.sequence).toBe(2);
  });

  it('opens the stream anew after a damaged frame; says incompatible when that does not help', async () => {
    const { clock, host, ofType, attach } = setUpService();
    host.spoil = (frame) => frame.subarray(1);
    attach();
    await settle();
    for (let attempt = 0; attempt < MOST_BAD_FRAMES; attempt++) {
      clock.advance(10_000);
      await settle();
    }
    expect(ofType('fleet')).toHaveLength(0);
    expect(ofType('state').at(-1)).toMatchObject({ state: 'failed', fault: 'incompatible' });
    expect(ofType('state').at(-1)?.repairs.malformed).toBeGreaterThanOrEqual(MOST_BAD_FRAMES);
    host.spoil = undefined;
    clock.advance(10_000);
    await settle();
    expect(ofType('state').at(-1)).toMatchObject({ state: 'live', fault: null });
    expect(ofType('fleet')).toHaveLength(1);
  });

  it('says why a stream is refused, and asks again later', async () => {
    const { clock, host, ofType, attach } = setUpService();
    host.refuse = 'forbidden';
    attach();
    await settle();
    expect(ofType('state').at(-1)).toMatchObject({ state: 'failed', fault: 'forbidden' });
    host.refuse = undefined;
    clock.advance(10_000);
    await settle();
    expect(ofType('state').at(-1)).toMatchObject({ state: 'live', fault: null });
  });

  it('says connecting when the port closes, and resumes on the next where it was', async () => {
    const { clock, host, ofType, states, attach, giveBackLast } = setUpService();
    const peer = attach();
    await settle();
    giveBackLast();
    peer.close();
    await settle();
    expect(states()).toEqual(['live', 'connecting']);
    clock.advance(60_000);
    expect(states()).toEqual(['live', 'connecting']);
    host.table.write(1, recordOf({ longitude: 6 }));
    host.publish();
    attach();
    await settle();
    expect(host.opened.at(-1)).toEqual({ streamId: 7, sequence: 1 });
    expect(ofType('fleet').at(-1)?.sequence).toBe(2);
    expect(states().at(-1)).toBe('live');
  });

  it('leaves when the page says lost', async () => {
    const { service, host, ofType, states, attach } = setUpService();
    attach();
    await settle();
    service.receive({ type: 'lost' }, []);
    expect(states()).toEqual(['live', 'connecting']);
    host.table.write(0, recordOf({ longitude: 8 }));
    host.publish();
    await settle();
    expect(ofType('fleet')).toHaveLength(1);
  });

  it('counts once a second as vehicles grow old, and says it only when it changes', async () => {
    const { clock, ofType, service, attach } = setUpService();
    attach();
    await settle();
    service.receive({ type: 'thresholds', thresholds: { lateMs: 2500, silentMs: 10_000 } }, []);
    clock.advance(2000);
    expect(ofType('counts')).toHaveLength(0);
    clock.advance(1000);
    expect(ofType('counts').at(-1)?.counts).toMatchObject({ heard: 0, late: 2 });
    clock.advance(5000);
    expect(ofType('counts')).toHaveLength(1);
  });
});
