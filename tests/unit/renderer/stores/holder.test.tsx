import { render } from '../../../support/renderer/library.ts';
import { StrictMode } from 'react';
import { describe, expect, it } from 'vitest';
import { createHolder, useHeld } from '../../../../renderer/stores/holder.ts';

function makeCounted() {
  let made = 0;
  let alive = 0;
  const make = () => {
    made += 1;
    alive += 1;
    return {
      number: made,
      dispose() {
        alive -= 1;
      },
    };
  };
  return { make, made: () => made, alive: () => alive };
}

describe('what is held', () => {
  it('is made for the first who asks and disposed of with the last', () => {
    const { make, made, alive } = makeCounted();
    const holder = createHolder(make);
    expect(holder.held()).toBeNull();
    const stops = [holder.subscribe(() => undefined), holder.subscribe(() => undefined)];
    expect([made(), alive(), holder.held()?.number]).toEqual([1, 1, 1]);
    stops[0]?.();
    expect(alive()).toBe(1);
    stops[1]?.();
    expect([alive(), holder.held()]).toEqual([0, null]);
    holder.subscribe(() => undefined);
    expect([made(), alive()]).toEqual([2, 1]);
  });

  it('lives as long as a part of the page, also where React tries each effect twice', () => {
    const { make, alive } = makeCounted();
    const Part = () => <p>{useHeld(make)?.number ?? 'none'}</p>;
    const page = render(
      <StrictMode>
        <Part />
      </StrictMode>,
    );
    expect(page.container.textContent).toMatch(/^\d$/);
    expect(alive()).toBe(1);
    page.unmount();
    expect(alive()).toBe(0);
  });
});
