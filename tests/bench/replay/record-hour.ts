import { crc32 } from 'node:zlib';
import { Recorder } from '../../../electron/data/recording/recorder.ts';
import { FleetTable } from '../../../shared/api/index.ts';
import { createSimulatedService } from './simulated-service.ts';

export interface RecordedHour {
  fixes: number;
  bytes: number;
  /** Processor time of the thread that records, and of handing it each frame, ms. */
  recordCpuMs: number;
  handCpuMs: number;
  fromMs: number;
  toMs: number;
  vehicleIds: readonly string[];
  /** What was live at some instants: server time, and the CRC-32 of all records. */
  moments: { atMs: number; crc: number }[];
}

/** Called with each frame's table and the sequence before it. */
export type Watch = (table: FleetTable, sequence: number) => void;

/** Records the simulator's fleet as it would be in so many minutes, as fast as the machine can. */
export function recordHour(folder: string, vehicles: number, minutes: number, watch: Watch): RecordedHour {
  const service = createSimulatedService(vehicles);
  const recorder = new Recorder({
    folder,
    limits: { hours: 24, bytes: 4e9 },
    leastFreeBytes: 0,
    clock: service.clock,
  });
  const live = new FleetTable({ streamId: 0, epochMs: 0 });
  const moments: RecordedHour['moments'] = [];
  const frames = minutes * 60 * 4;
  const chosen = new Set(Array.from({ length: 20 }, () => Math.floor(Math.random() * frames)));
  const recording = { cpuMs: 0, handMs: 0, fixes: 0, fromMs: 0 };
  let ids = 0;
  for (let index = 0; index < frames; index++) {
    const frame = service.next();
    const { sequence } = live;
    live.apply(frame);
    for (let slot = 0; slot < live.count; slot++) if (live.changedAt(slot) > sequence) recording.fixes += 1;
    recording.fromMs ||= live.serverTimeMs;
    if (chosen.has(index)) moments.push({ atMs: live.serverTimeMs, crc: crc32(live.records) });
    watch(live, sequence);
    recording.handMs += cpuMsOf(() => structuredClone(frame));
    recording.cpuMs += cpuMsOf(() => {
      if (service.vehicleIds.length > ids) recorder.directory(live.streamId, ids, service.vehicleIds.slice(ids));
      ids = service.vehicleIds.length;
      recorder.frame(frame);
    });
  }
  recording.cpuMs += cpuMsOf(() => recorder.close());
  const { bytes, fault } = recorder.state();
  if (fault !== null) throw new Error(`the recording stopped: ${fault.message}`);
  return {
    ...{ fixes: recording.fixes, bytes, recordCpuMs: recording.cpuMs, handCpuMs: recording.handMs, moments },
    ...{ fromMs: recording.fromMs, toMs: live.serverTimeMs, vehicleIds: service.vehicleIds },
  };
}

function cpuMsOf(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
