import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../../backend/feeds/gtfs/capture.ts';
import { MalformedCaptureError, splitFeedMessage } from '../../../../backend/feeds/gtfs/feed-message.ts';
import { createIntake, faultOf } from '../../../../backend/feeds/gtfs/intake.ts';
import { refusalOf } from '../../../../shared/domain/index.ts';
import { encodeCapture, entityOf, MADE } from './gtfs-bytes.ts';
import { createRecordingHost } from './recording-host.ts';
import { fc } from '../../../support/property.ts';

describe('a GTFS-realtime message', () => {
  it('tells where vehicles are, how they move, and on which line', () => {
    const position = { latitude: -27.5, longitude: 153, bearing: 405, speed: 12.5 };
    const capture = decodeCapture(encodeCapture([entityOf('7', { position })]));
    expect(capture).toMatchObject({ madeAtMs: MADE * 1000, refused: {}, otherEntities: 0 });
    expect(capture.reports).toEqual([
      {
        vehicle: { code: '7', label: 'Bus 7', kind: 'other', depot: null, line: '550' },
        fix: {
          vehicle: '7',
          latitude: -27.5,
          longitude: 153,
          observedAtMs: (MADE - 20) * 1000,
          headingDegrees: 45,
          speedMetresPerSecond: 12.5,
          state: 'on-mission',
        },
      },
    ]);
  });

  it('does not take for known what was not sent', () => {
    const [report] = decodeCapture(encodeCapture([entityOf('7', { trip: null })])).reports;
    expect(report?.vehicle.line).toBeNull();
    expect(report?.fix).toMatchObject({ headingDegrees: undefined, speedMetresPerSecond: undefined, state: 'unknown' });
  });

  it('does not let a senseless bearing or speed cost the position', () => {
    const position = { latitude: -27.5, longitude: 153, bearing: Number.NaN, speed: -4 };
    const [report] = decodeCapture(encodeCapture([entityOf('7', { position })])).reports;
    expect(report?.fix).toMatchObject({ latitude: -27.5, headingDegrees: undefined, speedMetresPerSecond: undefined });
  });

  it('names a vehicle by its id, else its label, else its plate, else the entity', () => {
    const codes = decodeCapture(
      encodeCapture([
        entityOf('a'),
        entityOf('b', { vehicle: { id: ' ', label: 'B 2' } }),
        entityOf('c', { vehicle: { licensePlate: '123 ABC' } }),
        entityOf('d', { vehicle: null }),
      ]),
    ).reports.map(({ vehicle }) => [vehicle.code, vehicle.label]);
    expect(codes).toEqual([
      ['a', 'Bus a'],
      ['B 2', 'B 2'],
      ['123 ABC', '123 ABC'],
      ['entity d', 'entity d'],
    ]);
  });

  it('counts entities that cannot be used, by reason, and keeps the others', () => {
    const capture = decodeCapture(
      encodeCapture([
        entityOf('good'),
        entityOf('a', { position: null }),
        entityOf('b', { position: { latitude: 91, longitude: 0 } }),
        entityOf('c', { position: { latitude: 0, longitude: 0 } }),
        entityOf('d', { position: { latitude: Number.NaN, longitude: 3 } }),
        { ...entityOf('e', { vehicle: null }), id: ' ' },
        entityOf('x'.repeat(65)),
        { id: 'alert', alert: {} },
        { id: 'update', tripUpdate: { trip: {} } },
        { ...entityOf('gone'), isDeleted: true },
      ]),
    );
    expect(capture.reports.map(({ vehicle }) => vehicle.code)).toEqual(['good']);
    expect(capture.refused).toEqual({ 'without-position': 1, 'outside-world': 2, malformed: 1, 'without-id': 2 });
    expect(capture.otherEntities).toBe(3);
  });

  it('keeps the others when one entity cannot be decoded at all', () => {
    const whole = encodeCapture([entityOf('a')]);
    // Field 2, 3 bytes: an entity whose only field claims to be longer than it is. Then one without its required id.
    const bytes = Uint8Array.from([...whole, 0x12, 3, 0x0a, 0x7f, 0x41, 0x12, 0]);
    const capture = decodeCapture(bytes);
    expect(capture.reports).toHaveLength(1);
    expect(capture.refused).toEqual({ malformed: 2 });
  });

  it('gives a position without a time the time of the header, and refuses one when there is none', () => {
    const [report] = decodeCapture(encodeCapture([entityOf('7', { timestamp: null })])).reports;
    expect(report?.fix.observedAtMs).toBe(MADE * 1000);
    const timeless = decodeCapture(encodeCapture([entityOf('7', { timestamp: 0 }), entityOf('8')], {}));
    expect(timeless.refused).toEqual({ 'no-time': 1 });
    expect(timeless.madeAtMs).toBe((MADE - 20) * 1000);
    expect(decodeCapture(encodeCapture([], {})).madeAtMs).toBeUndefined();
  });

  it('may hold fields that we do not know', () => {
    const extension = [0x98, 0x3f, 0x05, 0xa1, 0x3f, 1, 2, 3, 4, 5, 6, 7, 8, 0xad, 0x3f, 1, 2, 3, 4, 0xb2, 0x3f, 1, 9];
    const bytes = Uint8Array.from([...extension, ...encodeCapture([entityOf('a')])]);
    expect(decodeCapture(bytes).reports).toHaveLength(1);
  });
});

describe('bytes that are no GTFS-realtime message', () => {
  const messageOf = (bytes: Uint8Array) => {
    try {
      decodeCapture(bytes);
    } catch (error) {
      if (error instanceof MalformedCaptureError) return error.message;
      throw error;
    }
    return 'taken';
  };

  it('are refused with the end of a sentence', () => {
    const whole = encodeCapture([entityOf('a'), entityOf('b')]);
    expect(messageOf(new Uint8Array())).toBe('is empty: download it again');
    expect(messageOf(Buffer.from('<!doctype html>'))).toContain('is not GTFS-realtime in Protocol Buffers');
    expect(messageOf(Buffer.from('{"header": {}}'))).toContain('is not GTFS-realtime in Protocol Buffers');
    expect(messageOf(whole.subarray(0, whole.length - 3))).toBe('is cut short after 1 entities: download it again');
    expect(messageOf(whole.subarray(0, 5))).toContain('is not GTFS-realtime');
    expect(messageOf(Uint8Array.from([0x80]))).toBe('is cut short: download it again');
    expect(messageOf(Uint8Array.from(Array.from({ length: 12 }, () => 0xff)))).toContain('is not GTFS-realtime');
    expect(messageOf(Uint8Array.from([0x0a, 0]))).toBe('has no GTFS-realtime header: give a VehiclePositions feed');
    expect(messageOf(Uint8Array.from([0x12, 0]))).toContain('is not GTFS-realtime');
  });

  it('never do anything else, whatever they are', () => {
    const whole = encodeCapture([entityOf('a'), entityOf('b'), entityOf('c')]);
    const spoiled = fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
      .map((edits) => edits.reduce((bytes, [at, value]) => bytes.with(at, value), Uint8Array.from(whole)));
    const cut = fc.nat(whole.length).map((length) => whole.slice(0, length));
    fc.assert(
      fc.property(fc.oneof(spoiled, cut, fc.uint8Array({ maxLength: 400 })), (bytes) => {
        if (messageOf(bytes) !== 'taken') return;
        for (const { fix, vehicle } of decodeCapture(bytes).reports) {
          expect(refusalOf(fix, fix.observedAtMs)).toBeUndefined();
          expect(vehicle.code).not.toBe('');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('are split without reading beyond their end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        try {
          const { header, entities } = splitFeedMessage(bytes);
          const length = [header, ...entities].reduce((sum, part) => sum + part.length, 0);
          expect(length).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedCaptureError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the intake of captures', () => {
  it('registers vehicles before their fixes, and shifts times', async () => {
    const host = createRecordingHost();
    await createIntake(host).take(
      decodeCapture(encodeCapture([entityOf('a'), entityOf('b', { position: null })])),
      5_000,
    );
    expect(host.vehicles.get('a')?.line).toBe('550');
    expect(host.fixes[0]?.observedAtMs).toBe((MADE - 15) * 1000);
    expect(host.refused).toEqual({ 'without-position': 1 });
  });

  it('knows what to say of a capture without vehicles', () => {
    expect(faultOf(decodeCapture(encodeCapture([entityOf('a')])))).toBeUndefined();
    expect(faultOf(decodeCapture(encodeCapture([])))).toBeUndefined();
    expect(faultOf(decodeCapture(encodeCapture([{ id: 'x', alert: {} }])))).toContain('no vehicle position');
    expect(faultOf(decodeCapture(encodeCapture([entityOf('a', { position: null })])))).toContain('(without-position)');
  });
});
