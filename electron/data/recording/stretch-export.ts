import {
  type FixBatch,
  harmlessCell,
  POSITION_FLAGS,
  readRecord,
  RECORD_BYTES,
  VEHICLE_KINDS,
  VEHICLE_STATES,
} from '../../../shared/domain/index.ts';
import { scanFixes } from './fix-scan.ts';
import { directoryOf, type Library } from './library.ts';
import type { SegmentReader } from './segment-reader.ts';

/** What of a recording is exported, in which form. */
export interface StretchExport {
  format: 'csv' | 'geojson';
  stretch: number | null;
  /** Server time, UTC ms. */
  fromMs: number;
  toMs: number;
  /** What the vehicles are called in the file, by id; others are called by their id. */
  names: ReadonlyMap<string, string>;
}

/** A part of the file, how many fixes are in it, and how far it leads. */
export interface ExportedPiece {
  bytes: Uint8Array<ArrayBuffer>;
  fixes: number;
  atMs: number;
}

const CSV_HEAD = 'unix_time,vehicle,lat,lon,occupied,speed,heading,state,kind,suspect\r\n';
/** About 1 cm. */
const DECIMALS = 7;

/**
 * The fixes that were seen between two instants, in the order in which they were, as a file. The columns of the CSV are those that a feed of
 * recorded positions reads (`unix_time,vehicle,lat,lon,occupied`), and what else is known. In GeoJSON (RFC 7946) each fix is a point.
 */
export function* exportPieces(library: Library, what: StretchExport): Generator<ExportedPiece> {
  const found = library.find(what.fromMs, what.stretch);
  const isCsv = what.format === 'csv';
  yield piece(isCsv ? CSV_HEAD : '{"type":"FeatureCollection","features":[\n', 0, what.fromMs);
  const directories = new Map<SegmentReader, string[]>();
  let isFirst = true;
  for (const scanned of found === undefined ? [] : scanFixes(found.stretch, what.fromMs, what.toMs)) {
    const { segment, batch, ticks, order } = scanned;
    const ids = directories.get(segment) ?? directoryOf(segment);
    directories.set(segment, ids);
    const view = new DataView(batch.words.buffer);
    let text = '';
    let fixes = 0;
    for (const index of order) {
      const seenAtMs = ticks[batch.ticks[index] ?? 0] ?? 0;
      if (seenAtMs < what.fromMs || seenAtMs > what.toMs) continue;
      const fix = fixOf(batch, view, index, segment.head.epochMs);
      if (fix === undefined) continue;
      const id = ids[fix.slot] ?? String(fix.slot);
      const vehicle = what.names.get(id) ?? id;
      text += isCsv ? csvLine(fix, vehicle) : `${isFirst ? '' : ',\n'}${feature(fix, vehicle, id)}`;
      isFirst = false;
      fixes += 1;
    }
    if (fixes > 0) yield piece(text, fixes, ticks.at(-1) ?? what.fromMs);
  }
  if (!isCsv) yield piece('\n]}\n', 0, what.toMs);
}

function piece(text: string, fixes: number, atMs: number): ExportedPiece {
  const encoded = new TextEncoder().encode(text);
  return { bytes: encoded, fixes, atMs };
}

type ExportedFix = ReturnType<typeof readRecord> & { slot: number; isSuspect: boolean; hasHeading: boolean };

/** Undefined where a vehicle has left the fleet: that is no fix. */
function fixOf(batch: FixBatch, view: DataView, index: number, epochMs: number): ExportedFix | undefined {
  const record = readRecord(view, index * RECORD_BYTES, epochMs);
  if ((record.flags & POSITION_FLAGS.hidden) !== 0) return undefined;
  return {
    ...record,
    slot: batch.slots[index] ?? 0,
    isSuspect: (record.flags & POSITION_FLAGS.suspect) !== 0,
    hasHeading: (record.flags & POSITION_FLAGS.hasHeading) !== 0,
  };
}

function csvLine(fix: ExportedFix, vehicle: string): string {
  const seconds = (Math.round(fix.observedAtMs) / 1000).toFixed(3);
  const state = VEHICLE_STATES[fix.state] ?? 'unknown';
  const speed = Math.hypot(fix.velocityEast, fix.velocityNorth).toFixed(2);
  const heading = fix.hasHeading ? fix.headingDegrees.toFixed(1) : '';
  const place = `${fix.latitude.toFixed(DECIMALS)},${fix.longitude.toFixed(DECIMALS)}`;
  const kind = VEHICLE_KINDS[fix.kind] ?? 'other';
  const occupied = state === 'on-mission' ? 1 : 0;
  return `${seconds},${quoted(vehicle)},${place},${occupied},${speed},${heading},${state},${kind},${fix.isSuspect ? 1 : 0}\r\n`;
}

function feature(fix: ExportedFix, vehicle: string, id: string): string {
  return JSON.stringify({
    type: 'Feature',
    geometry: {
      type: 'Point',
      coordinates: [Number(fix.longitude.toFixed(DECIMALS)), Number(fix.latitude.toFixed(DECIMALS))],
    },
    properties: {
      ...{ vehicle, id, time: new Date(Math.round(fix.observedAtMs)).toISOString() },
      speedMetresPerSecond: Number(Math.hypot(fix.velocityEast, fix.velocityNorth).toFixed(2)),
      headingDegrees: fix.hasHeading ? Number(fix.headingDegrees.toFixed(1)) : null,
      state: VEHICLE_STATES[fix.state] ?? 'unknown',
      kind: VEHICLE_KINDS[fix.kind] ?? 'other',
      suspect: fix.isSuspect,
    },
  });
}

/** RFC 4180. */
function quoted(text: string): string {
  const harmless = harmlessCell(text);
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
