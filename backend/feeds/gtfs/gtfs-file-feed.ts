import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Feed, FeedHost } from '../feed.ts';
import { createSchedule, messageOf, type Schedule } from '../schedule.ts';
import { unreadable } from '../unreadable.ts';
import { type Capture, decodeCapture } from './capture.ts';
import { MalformedCaptureError } from './feed-message.ts';
import { createIntake, faultOf, type Intake } from './intake.ts';

const LOOK_MS = 2_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** A file that is being written is read again so often before it counts as damaged. */
const PATIENCE = 3;

interface Reading {
  capture: Capture;
  /** What changes when the file does. */
  version: string;
}

/**
 * Shows a GTFS-realtime capture kept in a file: the positions are as old as they were when it was made. When the file
 * changes, it is read again. Throws an Error of one sentence, with the remedy, when it cannot be read.
 */
export async function createGtfsFileFeed(file: string): Promise<Feed> {
  const name = path.basename(file);
  const first = await readCapture(file);
  const fault = faultOf(first.capture);
  if (fault !== undefined) throw new Error(`${name} ${fault}.`);
  let schedule: Schedule | undefined;

  return {
    name,
    kind: 'gtfs-realtime',
    speed: 1,
    async start(host) {
      const intake = createIntake(host);
      const running = createSchedule(host);
      schedule = running;
      await show(host, intake, first.capture);
      const notice = `${name} is a single capture, so its positions only grow older: give the URL of the feed for live ones.`;
      host.report({ state: 'ended', feedTimeMs: first.capture.madeAtMs ?? null, notice });
      watch({ file, name, host, intake, schedule: running }, first.version);
    },
    async stop() {
      await schedule?.stop();
      schedule = undefined;
    },
  };
}

interface Watch {
  file: string;
  name: string;
  host: FeedHost;
  intake: Intake;
  schedule: Schedule;
}

/** Reads the file again when it changes. A file that someone keeps writing is live. */
function watch({ file, name, host, intake, schedule }: Watch, firstVersion: string): void {
  let version = firstVersion;
  let failures = 0;
  schedule.every(LOOK_MS, async () => {
    try {
      if ((await versionOf(file)) === version) return;
      const reading = await readCapture(file);
      const fault = faultOf(reading.capture);
      if (fault !== undefined) throw new Error(`${name} ${fault}.`);
      await show(host, intake, reading.capture);
      version = reading.version;
      failures = 0;
      host.report({ state: 'live', feedTimeMs: reading.capture.madeAtMs ?? null, notice: null });
    } catch (error) {
      failures += 1;
      if (failures === PATIENCE) host.report({ state: 'failed', notice: messageOf(error) });
    }
  });
}

async function show(host: FeedHost, intake: Intake, capture: Capture): Promise<void> {
  const nowMs = host.clock.nowMs();
  await intake.take(capture, nowMs - (capture.madeAtMs ?? nowMs));
}

async function readCapture(file: string): Promise<Reading> {
  try {
    const version = await versionOf(file);
    const bytes = await readFile(file);
    return { capture: decodeCapture(bytes), version };
  } catch (error) {
    if (error instanceof MalformedCaptureError) {
      throw new Error(`${path.basename(file)} ${error.message}.`, { cause: error });
    }
    throw unreadable(file, error);
  }
}

async function versionOf(file: string): Promise<string> {
  const { mtimeMs, size } = await stat(file);
  if (size > MOST_BYTES)
    throw new MalformedCaptureError('is larger than 64 MB: no GTFS-realtime feed is, check the file');
  return `${mtimeMs} ${size}`;
}
