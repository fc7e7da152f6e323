import type { Clock } from '../../shared/domain/index.ts';
import type { ShownMap } from '../supervision/index.ts';
import type { ReplayStore, Speed } from './replay-store.ts';
import type { Period } from './time-scale.ts';

/** Pictures a second of a film: enough for vehicles to be seen driving, and no more than a slow machine draws. */
const PICTURES_A_SECOND = 10;
/** A film is no wider than this, pixels. */
const WIDEST = 1_920;
/** How long the first picture may take, ms. */
const BEGIN_WITHIN_MS = 15_000;
/** A replay that has stood so long is at its end, ms. */
const STOOD_MS = 5_000;
const FORMATS = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];

export interface FilmOptions {
  map: ShownMap;
  replay: Pick<ReplayStore, 'state' | 'goTo' | 'play' | 'setSpeed'>;
  clock: Clock;
  period: Period;
  speed: Speed;
  /** What stands on each picture, so that no film is taken for live. */
  stamp: (atMs: number) => string;
  /** How far it is, 0 to 1. */
  onProgress: (share: number) => void;
  /** Ends it; nothing is kept. */
  signal: AbortSignal;
}

/**
 * Plays a stretch of a recording on a map and films what is seen, in the time that playing it takes. Where the window is hidden meanwhile the
 * browser draws nothing, and the film stands.
 * @returns a WebM
 * @throws Error where the browser makes none, or the recording does not come; the signal's reason when it was given up
 */
export async function recordFilm(options: FilmOptions): Promise<Blob> {
  const { map, replay, clock, period, speed, onProgress, signal } = options;
  const format = FORMATS.find((type) => MediaRecorder.isTypeSupported(type));
  if (format === undefined) throw new Error('this browser records no WebM');
  const pause = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
  const shownMs = () => replay.state.getState().replaying?.fleet.serverNowMs() ?? Number.POSITIVE_INFINITY;

  replay.play(false);
  replay.goTo(period.fromMs);
  const lateAtMs = clock.monotonicMs() + BEGIN_WITHIN_MS;
  while ((replay.state.getState().replaying?.soughtMs ?? null) !== null) {
    signal.throwIfAborted();
    if (clock.monotonicMs() > lateAtMs) throw new Error('the recording does not come');
    await pause(100);
  }

  const paint = createPainter(map, options.stamp);
  const stream = paint.canvas.captureStream(0);
  const [track] = stream.getVideoTracks();
  const recorder = new MediaRecorder(stream, { mimeType: format, videoBitsPerSecond: 8_000_000 });
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => void pieces.push(data);
  const ended = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve();
  });
  await paint.picture(shownMs());
  recorder.start(1_000);
  try {
    replay.setSpeed(speed);
    replay.play(true);
    const firstMs = shownMs();
    let moved = { toMs: firstMs, atMs: clock.monotonicMs() };
    for (;;) {
      signal.throwIfAborted();
      const atMs = shownMs();
      await paint.picture(atMs);
      (track as CanvasCaptureMediaStreamTrack | undefined)?.requestFrame();
      onProgress(Math.max(0, Math.min(1, (atMs - firstMs) / Math.max(1, period.toMs - firstMs))));
      if (atMs !== moved.toMs) moved = { toMs: atMs, atMs: clock.monotonicMs() };
      // At the end of what is recorded nothing more comes.
      if (atMs >= period.toMs || clock.monotonicMs() - moved.atMs > STOOD_MS) break;
      await pause(1_000 / PICTURES_A_SECOND);
    }
  } finally {
    replay.play(false);
    recorder.stop();
    track?.stop();
  }
  await ended;
  return new Blob(pieces, { type: 'video/webm' });
}

/** Pictures of a map, each with its stamp on a hatched band. */
function createPainter(map: ShownMap, stamp: (atMs: number) => string) {
  const size = map.size();
  const scale = Math.min(1, WIDEST / Math.max(1, size.width));
  const canvas = document.createElement('canvas');
  // Codecs want even numbers.
  canvas.width = Math.max(2, Math.round((size.width * scale) / 2) * 2);
  canvas.height = Math.max(2, Math.round((size.height * scale) / 2) * 2);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('there is no canvas to film on');
  const letters = Math.max(16, Math.round(canvas.width / 48));
  return {
    canvas,
    async picture(atMs: number): Promise<void> {
      await map.paintOn(context);
      const band = letters * 1.8;
      const { width, height } = canvas;
      context.fillStyle = '#101316';
      context.fillRect(0, height - band, width, band);
      context.fillStyle = '#e6eaed';
      for (let x = -band; x < width; x += letters) {
        context.beginPath();
        context.moveTo(x, height - band);
        context.lineTo(x + letters / 2, height - band);
        context.lineTo(x, height - band + letters / 3);
        context.fill();
      }
      context.font = `700 ${letters}px "Inter Variable", sans-serif`;
      context.textBaseline = 'middle';
      context.fillText(stamp(atMs), letters / 2, height - band / 2 + letters * 0.1);
    },
  };
}
