import type { Log } from '../../../electron/shell/files/log.ts';
import type { PresentDisplay } from '../../../electron/shell/windows/displays.ts';

/** A log that is kept in memory, one line an entry. */
export function memoryLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const entry = (level: string) => (message: string, details?: Readonly<Record<string, unknown>>) => {
    lines.push(`${level} ${message} ${JSON.stringify(details ?? {})}`);
  };
  return { lines, info: entry('info'), warn: entry('warn'), error: entry('error') };
}

/** A display with a task bar of 40 pixels at its bottom. */
export function display(id: number, x: number, width = 1920, height = 1080, label = `screen ${id}`): PresentDisplay {
  const bounds = { x, y: 0, width, height };
  const pixels: [number, number] = [Math.max(width, height), Math.min(width, height)];
  return { id, label, bounds, pixels, workArea: { ...bounds, height: height - 40 }, scaleFactor: 1, rotation: 0 };
}
