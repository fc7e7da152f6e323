import type { CoverLook, PageSize } from './protocol.ts';

/** The part of a 2D context that a cover needs. */
export type CoverContext = Pick<
  OffscreenCanvasRenderingContext2D,
  'clearRect' | 'fillRect' | 'fillText' | 'measureText' | 'setTransform' | 'strokeRect'
> & {
  fillStyle: string | CanvasGradient | CanvasPattern;
  strokeStyle: string | CanvasGradient | CanvasPattern;
  lineWidth: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
};

/** Colours of ui/tokens.css, by night as by day: a frozen page is dark, and what it said itself is not read between the lines. */
const SCRIM = 'rgb(6 8 10 / 94%)';
const ALARM = '#ff7a6b';
const TEXT = '#ffffff';
/** A worker has no fonts of the page's. */
const FONT = '"Segoe UI", "DejaVu Sans", system-ui, sans-serif';

/** A cover is this wide at most, in its own pixels: it is there all the time, and a wall has many. */
const WIDEST = 1_600;

/** Pixels of the cover in a CSS pixel. */
export function coverScale({ width, pixelRatio }: PageSize): number {
  return Math.min(pixelRatio, WIDEST / Math.max(1, width));
}

/** Lays the sentence over all of a page, so large that it is read from as far as the page is. CSS pixels. */
export function paintCover(context: CoverContext, size: PageSize, look: CoverLook, sinceMs: number): void {
  const { width, height } = size;
  const scale = coverScale(size);
  const unit = Math.max(14, Math.min(width / 40, height / 22));
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.fillStyle = SCRIM;
  context.fillRect(0, 0, width, height);
  context.strokeStyle = ALARM;
  context.lineWidth = unit / 3;
  context.strokeRect(
    context.lineWidth / 2,
    context.lineWidth / 2,
    width - context.lineWidth,
    height - context.lineWidth,
  );
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const lines: [text: string, pixels: number, weight: number, colour: string, y: number][] = [
    [look.notLive.replace('{{time}}', timeOf(sinceMs, look.locale)), unit * 2, 700, ALARM, height / 2 - unit],
    [look.remedy, unit * 0.85, 400, TEXT, height / 2 + unit],
  ];
  for (const [text, pixels, weight, colour, y] of lines) {
    context.font = `${weight} ${pixels}px ${FONT}`;
    // A narrow window has the whole sentence too.
    const fit = Math.min(1, (width * 0.92) / Math.max(1, context.measureText(text).width));
    context.font = `${weight} ${Math.floor(pixels * fit)}px ${FONT}`;
    context.fillStyle = colour;
    context.fillText(text, width / 2, y);
  }
}

/** Hours, minutes and seconds: `14:02:07`. */
export function timeOf(atMs: number, locale: string): string {
  const parts = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(locale, parts).format(atMs);
}
