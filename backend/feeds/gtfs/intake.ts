import type { FeedHost } from '../feed.ts';
import { createVehicleRegister } from '../vehicle-register.ts';
import type { Capture } from './capture.ts';

/** Hands captures over to the host. */
export interface Intake {
  /**
   * @param laterMs added to the times of a capture that is shown later than it was made
   * Rejects when vehicles cannot be registered.
   */
  take(capture: Capture, laterMs: number): Promise<void>;
}

export function createIntake(host: FeedHost): Intake {
  const register = createVehicleRegister(host);
  return {
    async take({ reports, refused }, laterMs) {
      for (const [reason, count] of Object.entries(refused)) host.countRefused(reason, count);
      const known = reports.filter(({ vehicle }) => register.note(vehicle));
      if (known.length < reports.length) host.countRefused('too-many-vehicles', reports.length - known.length);
      await register.flush();
      host.ingest(known.map(({ fix }) => ({ ...fix, observedAtMs: fix.observedAtMs + laterMs })));
    },
  };
}

/** The end of a sentence on what is wrong with a capture, or undefined: one without any vehicle is another feed. */
export function faultOf({ reports, refused, otherEntities }: Capture): string | undefined {
  if (reports.length > 0) return undefined;
  const reasons = Object.keys(refused);
  if (reasons.length > 0) return `holds no position that can be used (${reasons.join(', ')}): check what makes it`;
  if (otherEntities > 0) return 'holds trip updates or alerts but no vehicle position: give its VehiclePositions feed';
  return undefined;
}
