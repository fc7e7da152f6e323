import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(path.resolve(import.meta.dirname, '../../../../renderer/ui/tokens.css'), 'utf8');

/** The colours of a theme: `#rrggbb` values of custom properties, the light ones over the dark ones. */
function coloursOf(theme: 'dark' | 'light'): Record<string, string> {
  const blocks = { dark: /^:root \{([\s\S]*?)\n\}/m, light: /:root\[data-theme=["']light["']\] \{([\s\S]*?)\n\}/ };
  const block = blocks[theme].exec(css)?.[1] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']): [string, string] => [
      name,
      value,
    ]),
  );
}

/** Relative luminance (WCAG 2.2, "relative luminance"). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const PANELS = ['surface-1', 'surface-2'];
/** Text, what it stands on, and the least contrast. */
const TEXT: [string, string[], number][] = [
  ['text', [...PANELS, 'surface-0', 'surface-3', 'accent-surface', 'warning-surface', 'alarm-surface'], 7],
  ['text-muted', [...PANELS, 'surface-3'], 4.5],
  ['text-faint', [...PANELS, 'accent-surface'], 4.5],
  ['warning', [...PANELS, 'accent-surface', 'warning-surface'], 4.5],
  ['alarm', [...PANELS, 'alarm-surface'], 4.5],
  ['suspect', [...PANELS, 'accent-surface'], 4.5],
];
/** Marks, borders of controls, the focus. */
const SHAPES: [string, string[], number][] = [
  ['mark', PANELS, 3],
  ['line-strong', PANELS, 3],
  ['accent', [...PANELS, 'surface-0', 'accent-surface'], 3],
];

describe.each(['dark', 'light'] as const)('the %s theme', (theme) => {
  const colours = coloursOf(theme);
  it.each([...TEXT, ...SHAPES])('shows %s on its surfaces', (name, surfaces, least) => {
    for (const surface of surfaces) {
      const found = contrast(colours[name] ?? '#missing', colours[surface] ?? '#missing');
      expect(found, `${name} on ${surface}: ${found.toFixed(2)}`).toBeGreaterThanOrEqual(least);
    }
  });

  it('shows text on the accent, as skip links and selected text do', () => {
    expect(contrast(colours['accent'] ?? '', colours['surface-1'] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});
