import { describe, expect, it } from 'vitest';
import { createHangWatch, PULSE_MS } from '../../../electron/shell/windows/hang-watch.ts';
import { createManualClock } from '../../support/manual-clock.ts';

function watch() {
  const clock = createManualClock();
  let hangs = 0;
  const hang = createHangWatch(clock, () => {
    hangs += 1;
  });
  const seconds = (count: number) => {
    for (let second = 0; second < count; second++) clock.advance(PULSE_MS);
  };
  return { clock, hang, seconds, hangs: () => hangs };
}

describe('a page that is watched', () => {
  it('hangs once it was heard and then is not for more than 5 seconds', () => {
    const { hang, seconds, hangs } = watch();
    hang.pulse();
    seconds(5);
    expect(hangs()).toBe(0);
    seconds(1);
    expect(hangs()).toBe(1);
    seconds(60);
    expect(hangs()).toBe(1);
  });

  it('does not hang while it is heard now and then', () => {
    const { hang, seconds, hangs } = watch();
    for (let turn = 0; turn < 20; turn++) {
      hang.pulse();
      seconds(4);
    }
    expect(hangs()).toBe(0);
  });

  it('is not waited for before it was ever heard, nor while another is loaded', () => {
    const { clock, hang, seconds, hangs } = watch();
    seconds(30);
    hang.pulse();
    seconds(3);
    hang.reset();
    seconds(30);
    expect(hangs()).toBe(0);
    expect(clock.plannedCount()).toBe(0);
    hang.pulse();
    seconds(6);
    expect(hangs()).toBe(1);
  });

  it('is not blamed for a machine that slept, or that is too busy for the shell itself', () => {
    let nowMs = 0;
    const planned: (() => void)[] = [];
    const clock = {
      nowMs: () => nowMs,
      monotonicMs: () => nowMs,
      after: (_delayMs: number, action: () => void) => (planned.push(action), () => undefined),
    };
    let hangs = 0;
    const hang = createHangWatch(clock, () => {
      hangs += 1;
    });
    hang.pulse();
    for (let look = 0; look < 20; look++) {
      nowMs += PULSE_MS + 3_000;
      planned.shift()?.();
    }
    expect(hangs).toBe(0);
  });
});
