import { act, fireEvent, render } from '../../../support/renderer/library.ts';
import { describe, expect, it } from 'vitest';
import { startPulse } from '../../../../renderer/entries/pulse.ts';
import { useHiddenCursor } from '../../../../renderer/wall/use-hidden-cursor.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

describe('the pointer on a wall', () => {
  it('is hidden when it rests for three seconds, and seen again when it moves', () => {
    const clock = createManualClock();
    const Shown = () => <p>{useHiddenCursor(clock) ? 'hidden' : 'shown'}</p>;
    const page = render(<Shown />);
    const text = () => page.container.textContent;
    const pass = (ms: number) => act(() => clock.advance(ms));
    pass(2_900);
    expect(text()).toBe('shown');
    pass(200);
    expect(text()).toBe('hidden');
    fireEvent.pointerMove(document.body);
    expect(text()).toBe('shown');
    pass(2_000);
    fireEvent.pointerMove(document.body);
    pass(2_000);
    expect(text()).toBe('shown');
    pass(1_100);
    expect(text()).toBe('hidden');
    page.unmount();
    expect(clock.plannedCount()).toBe(0);
  });
});

describe('the pulse of a page', () => {
  it('is told to its own origin only, in the shape that the shell takes, until it is stopped', async () => {
    const told: unknown[] = [];
    const page = { postMessage: (...message: unknown[]) => told.push(message), location: { origin: 'app://vigie' } };
    const stop = startPulse(page as never, 1);
    await expect.poll(() => told.length).toBeGreaterThan(1);
    stop();
    expect(told[0]).toEqual([{ type: 'vigie:alive' }, 'app://vigie']);
  });
});
