import { expect, it } from 'vitest';
import { createProgress } from '../../../../backend/cli/progress.ts';

function stage({ isTTY, isJson }: { isTTY: boolean; isJson: boolean }) {
  let text = '';
  let now = 0;
  const host = {
    environment: {},
    stdout: { write: () => undefined },
    stderr: { write: (more: string) => (text += more), isTTY, columns: 100 },
  };
  const progress = createProgress(host, isJson, () => now);
  progress.begin('filling', 1000);
  for (let done = 0; done <= 1000; done += 10) {
    now += 20;
    progress.at(done);
  }
  progress.end();
  return text;
}

it('draws a bar on a terminal, and leaves one line of it', () => {
  const text = stage({ isTTY: true, isJson: false });
  const drawn = text.split('\r').map((frame) => frame.replace('\x1b[K', ''));
  expect(drawn.length).toBeLessThan(30);
  expect(drawn.some((frame) => /^filling █+░+ \d+ % of 1,000, \d+ s left$/.test(frame))).toBe(true);
  expect(drawn.at(-1)).toBe('filling (1,000): 2.0 s\n');
});

it('writes JSON a line with --json, about one a second', () => {
  const lines = stage({ isTTY: true, isJson: true }).trim().split('\n');
  const events = lines.map((line) => JSON.parse(line) as { done: number });
  expect(events.length).toBeLessThan(6);
  expect(events.at(-1)).toEqual({ event: 'progress', label: 'filling', done: 1000, total: 1000, secondsLeft: 0 });
});

it('writes one line a part into a log', () => {
  expect(stage({ isTTY: false, isJson: false })).toBe('filling (1,000): 2.0 s\n');
});
