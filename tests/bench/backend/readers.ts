/**
 * Readers of a fleet, in one process:
 *
 *   node readers.ts frames|parts|messages URL TOKEN SOCKETS
 *
 * Each takes and acknowledges what comes; the first decodes it all, and says how old each position was when it came: it carries
 * when it was sent. Prints a line of ReaderFigures each second, all so far.
 */
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { FleetTable, POSITIONS_NAMESPACE, readFrameHeader } from '../../../shared/api/index.ts';
import { ALONE } from '../latency/places.ts';

export interface ReaderFigures {
  atMs: number;
  frames: number;
  bytes: number;
  /** Positions that came, to all sockets together. */
  updates: number;
  /** From when a position was sent; null before any came. */
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
  /** Processor of this process, of one core. */
  percent: number;
}

const [mode = '', url = '', token = '', sockets = ''] = process.argv.slice(2);
const count = Number(sockets);
const nowMs = () => performance.timeOrigin + performance.now();
let frames = 0;
let bytes = 0;
let updates = 0;
/** Of the last seconds, milliseconds. */
let delays: number[] = [];
const MOST_DELAYS = 100_000;

function noteDelay(observedAtMs: number): void {
  if (delays.length >= MOST_DELAYS) delays = delays.slice(MOST_DELAYS / 2);
  delays.push(nowMs() - observedAtMs);
}

/** Each another town of the ring on which the fleet drives, and 35 km about it at each side. */
function partOf(reader: number) {
  const angle = reader * 2.399963;
  const west = ALONE.longitude + 2.4 * Math.cos(angle) - 0.45;
  const south = ALONE.latitude + 1.6 * Math.sin(angle) - 0.32;
  const area = { boxes: [{ west, south, east: west + 0.9, north: south + 0.64 }], slots: [] };
  return { part: { area, ages: { lateMs: 60_000, silentMs: 300_000 } } };
}

function readFrames(reader: number): void {
  const socket = io(`${url}${POSITIONS_NAMESPACE}`, { auth: { token }, transports: ['websocket'], forceNew: true });
  const table = reader === 0 ? new FleetTable({ streamId: 0, epochMs: 0 }) : undefined;
  const latest: number[] = [];
  socket.on('directory', (_part: unknown, acknowledge: () => void) => acknowledge());
  socket.on('frame', (frame: Uint8Array, acknowledge: () => void) => {
    const header = readFrameHeader(frame);
    frames += 1;
    bytes += frame.byteLength;
    updates += header.count;
    table?.apply(frame);
    const slots = table?.count ?? 0;
    for (let slot = 0; slot < slots; slot++) {
      const observedAtMs = table?.read(slot)?.observedAtMs ?? 0;
      // A key frame holds what is known already too. What was there before the first frame is not news.
      if (observedAtMs - (latest[slot] ?? observedAtMs) > 100) noteDelay(observedAtMs);
      latest[slot] = observedAtMs;
    }
    acknowledge();
  });
  socket.on('connect', () => socket.emit('subscribe', mode === 'parts' ? partOf(reader) : {}));
}

function readMessages(reader: number): void {
  const socket = new WebSocket(url.replace('http', 'ws'), { perMessageDeflate: false });
  socket.on('message', (data: Buffer) => {
    frames += 1;
    bytes += data.byteLength;
    updates += 1;
    if (reader !== 0) return;
    const message = JSON.parse(data.toString()) as { positions: { fixTime: string }[] };
    for (const { fixTime } of message.positions) noteDelay(Date.parse(fixTime));
  });
}

for (let reader = 0; reader < count; reader++) (mode === 'messages' ? readMessages : readFrames)(reader);

let usage = process.cpuUsage();
let saidAtMs = nowMs();
setInterval(() => {
  const sorted = Float64Array.from(delays).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  const used = process.cpuUsage(usage);
  const atMs = nowMs();
  const percent = (used.user + used.system) / 10 / (atMs - saidAtMs);
  usage = process.cpuUsage();
  saidAtMs = atMs;
  const figures: ReaderFigures = {
    ...{ atMs, frames, bytes, updates, percent },
    ...{ p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) },
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}, 1_000);
