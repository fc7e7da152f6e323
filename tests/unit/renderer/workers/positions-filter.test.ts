import { describe, expect, it } from 'vitest';
import { encodeMatches } from '../../../../shared/contract/index.ts';
import { PASS_ALL, sieveOf } from '../../../../shared/domain/index.ts';
import { EPOCH_MS, recordOf } from '../../../support/fleet-records.ts';
import { settle, setUpService } from '../../../support/positions-service.ts';

const ANY = { states: [], kinds: [], ages: [], motion: 'any', suspectOnly: false } as const;
const matchesOf = (streamId: number, ...bytes: number[]) =>
  encodeMatches({ streamId, matching: bytes.length, mask: Uint8Array.from(bytes) });

describe('the filter of a window', () => {
  it('is counted by the records at once, without asking anybody', async () => {
    const { host, ofType, attach, service } = setUpService();
    attach();
    await settle();
    const sieve = sieveOf({ ...ANY, states: ['idle'] });
    service.receive({ type: 'filter', filter: { sieve, directory: null } }, []);
    expect(ofType('counts').at(-1)).toMatchObject({ counts: { total: 2 }, shown: { total: 0 } });
    host.table.write(1, recordOf({ state: 1 }));
    host.publish();
    await settle();
    expect(ofType('fleet').at(-1)).toMatchObject({ counts: { total: 2 }, shown: { total: 1, heard: 1 } });
    expect(host.asked).toEqual([]);
  });

  it('is asked of the data host where the records do not tell, and passes the answer on', async () => {
    const { host, ofType, attach, service } = setUpService();
    attach();
    await settle();
    service.receive({ type: 'filter', filter: { sieve: PASS_ALL, directory: { depots: ['Lyon'] } } }, []);
    await settle();
    expect(host.asked).toEqual([{ depots: ['Lyon'] }]);
    expect(ofType('mask')).toEqual([]);
    host.matches = matchesOf(7, 0, 1);
    host.answerMatches();
    await settle();
    expect(ofType('mask').map(({ streamId, mask }) => [streamId, ...new Uint8Array(mask)])).toEqual([[7, 0, 1]]);
    expect(ofType('counts').at(-1)?.shown).toMatchObject({ total: 1 });
  });

  it('counts nothing by an answer for another stream, nor by that to another question', async () => {
    const { host, ofType, attach, service } = setUpService();
    host.matches = matchesOf(8, 1, 1);
    attach();
    await settle();
    service.receive({ type: 'filter', filter: { sieve: PASS_ALL, directory: { text: 'a' } } }, []);
    await settle();
    host.table.write(0, recordOf({ longitude: 4 }));
    host.publish();
    await settle();
    expect(ofType('fleet').at(-1)?.shown).toBeNull();
    host.matches = matchesOf(7, 1, 1);
    host.answerMatches();
    await settle();
    expect(ofType('counts').at(-1)?.shown).toMatchObject({ total: 2 });
    host.matches = undefined;
    service.receive({ type: 'filter', filter: { sieve: PASS_ALL, directory: { text: 'b' } } }, []);
    await settle();
    expect(ofType('counts').at(-1)?.shown).toBeNull();
    expect(host.asked).toEqual([{ text: 'a' }, { text: 'b' }]);
  });

  it('is asked again over a new connection, and not when only its records change', async () => {
    const { host, attach, service } = setUpService();
    attach();
    await settle();
    service.receive({ type: 'filter', filter: { sieve: PASS_ALL, directory: { text: 'a' } } }, []);
    await settle();
    const sieve = sieveOf({ ...ANY, suspectOnly: true });
    service.receive({ type: 'filter', filter: { sieve, directory: { text: 'a' } } }, []);
    await settle();
    expect(host.asked).toHaveLength(1);
    service.receive({ type: 'lost' }, []);
    attach();
    await settle();
    expect(host.asked).toEqual([{ text: 'a' }, { text: 'a' }]);
    service.receive({ type: 'filter', filter: null }, []);
    service.receive({ type: 'lost' }, []);
    attach();
    await settle();
    expect(host.asked).toHaveLength(2);
  });

  it('follows the time: what turns late is shown then', async () => {
    const { clock, ofType, attach, service } = setUpService();
    attach();
    await settle();
    service.receive({ type: 'filter', filter: { sieve: sieveOf({ ...ANY, ages: ['late'] }), directory: null } }, []);
    expect(ofType('counts').at(-1)?.shown).toMatchObject({ total: 0 });
    clock.advance(61_000);
    expect(clock.nowMs()).toBe(EPOCH_MS + 61_000);
    expect(ofType('counts').at(-1)?.shown).toMatchObject({ total: 2, late: 2 });
  });
});
