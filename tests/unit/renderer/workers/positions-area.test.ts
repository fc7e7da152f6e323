import { describe, expect, it } from 'vitest';
import { NO_VEHICLES, PASS_ALL, POSITION_FLAGS, RECORD_BYTES } from '../../../../shared/domain/index.ts';
import { recordOf } from '../../../support/fleet-records.ts';
import { settle, setUpService } from '../../../support/positions-service.ts';

/** One of the two vehicles of the test is at 2.35, the other at 3. */
const AREA = { boxes: [{ west: 2, south: 48, east: 2.5, north: 49 }], slots: [] };
const NUMBERS = { counts: { ...NO_VEHICLES, total: 40_000, heard: 40_000 }, shown: null };

describe('a window that shows a part of the fleet', () => {
  it('is sent that part, and the rest is marked as elsewhere', async () => {
    const { host, ofType, attach, service, giveBackLast } = setUpService();
    attach();
    await settle();
    service.receive({ type: 'area', area: AREA }, []);
    await settle();
    expect(host.opened).toEqual([{}, { area: AREA }]);
    const flags = () => {
      const { records, count } = ofType('fleet').at(-1) ?? { records: new ArrayBuffer(0), count: 0 };
      const view = new DataView(records);
      return Array.from({ length: count }, (_, slot) => view.getUint8(slot * RECORD_BYTES + 22));
    };
    const elsewhere = POSITION_FLAGS.hidden | POSITION_FLAGS.elsewhere;
    expect(flags()).toEqual([0, elsewhere]);
    host.table.write(0, recordOf({ longitude: 4 }));
    host.publish();
    await settle();
    expect(flags()).toEqual([elsewhere, elsewhere]);
    // There are three buffers between worker and page.
    giveBackLast();
    service.receive({ type: 'area', area: null }, []);
    await settle();
    expect(host.opened.at(-1)).toEqual({});
    expect(flags()).toEqual([0, 0]);
  });

  it('says the numbers of the whole, which the data host counts, and its own from before until they come', async () => {
    const { host, ofType, attach, service } = setUpService();
    attach();
    await settle();
    service.receive({ type: 'area', area: AREA }, []);
    await settle();
    expect(ofType('fleet').at(-1)).toMatchObject({ counts: { total: 2 } });
    host.numbers = NUMBERS;
    host.answerNumbers();
    await settle();
    expect(ofType('counts').at(-1)).toMatchObject(NUMBERS);
    service.receive({ type: 'filter', filter: { sieve: PASS_ALL, directory: { text: 'a' } } }, []);
    service.receive({ type: 'thresholds', thresholds: { lateMs: 10, silentMs: 20 } }, []);
    await settle();
    expect(host.counted.at(-1)).toEqual({
      ages: { lateMs: 10, silentMs: 20 },
      filter: { sieve: PASS_ALL, directory: { text: 'a' } },
    });
    service.receive({ type: 'filter', filter: null }, []);
    service.receive({ type: 'area', area: null }, []);
    await settle();
    expect(ofType('fleet').at(-1)).toMatchObject({ counts: { total: 2 } });
  });

  it('asks for its part over a new connection too', async () => {
    const { host, attach, service } = setUpService();
    attach();
    await settle();
    service.receive({ type: 'area', area: AREA }, []);
    await settle();
    attach();
    await settle();
    expect(host.opened.at(-1)).toEqual({ area: AREA });
    expect(host.counted).toHaveLength(2);
  });
});
