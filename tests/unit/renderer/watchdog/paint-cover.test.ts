import { describe, expect, it } from 'vitest';
import { type CoverContext, paintCover, timeOf } from '../../../../renderer/watchdog/paint-cover.ts';

const look = { notLive: 'not live since {{time}}', remedy: 'It comes back by itself.', locale: 'en-GB' };
const at = new Date(2026, 0, 2, 14, 2, 7).getTime();

/** Notes what is drawn; a letter is half as wide as its font is high. */
function createContext() {
  const drawn: { text: string; pixels: number; x: number; y: number }[] = [];
  const filled: number[][] = [];
  const context: CoverContext = {
    ...{ fillStyle: '', strokeStyle: '', lineWidth: 0, font: '', textAlign: 'start', textBaseline: 'top' },
    clearRect: () => undefined,
    strokeRect: () => undefined,
    setTransform: () => undefined,
    fillRect: (...box) => void filled.push(box),
    fillText: (text, x, y) => void drawn.push({ text, pixels: sizeOf(context.font), x, y }),
    measureText: (text) => ({ width: (text.length * sizeOf(context.font)) / 2 }) as TextMetrics,
  };
  return { context, drawn, filled };
}
const sizeOf = (font: string) => Number(/([\d.]+)px/.exec(font)?.[1]);

describe('the cover of a frozen page', () => {
  it.each([
    [1280, 800],
    [3840, 2160],
    [320, 240],
    [2160, 3840],
  ])('covers all of it and says since when, whole and in its middle (%s x %s)', (width, height) => {
    const { context, drawn, filled } = createContext();
    paintCover(context, { width, height, pixelRatio: 2 }, look, at);
    expect(filled).toEqual([[0, 0, width, height]]);
    expect(drawn.map(({ text }) => text)).toEqual(['not live since 14:02:07', look.remedy]);
    for (const { text, pixels, x, y } of drawn) {
      expect((text.length * pixels) / 2).toBeLessThanOrEqual(width * 0.92);
      expect(x).toBe(width / 2);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(height);
    }
    expect(drawn[0]?.pixels).toBeGreaterThan(Math.min(width, height) / 25);
  });

  it('tells the time as the language does', () => {
    expect(timeOf(at, 'fr-FR')).toBe('14:02:07');
  });
});
