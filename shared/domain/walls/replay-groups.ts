import type { Wall } from './wall.ts';

/**
 * The screens that replay together: those that show parts of one picture, and through a screen with parts of two pictures those of both.
 * @returns what they are called by: a span of theirs; null for a screen that goes back by itself
 */
export function replayGroupOf(wall: Pick<Wall, 'screens'>, screen: string): string | null {
  const spansOf = new Map(
    wall.screens.map(({ id, cells }) => [
      id,
      cells.flatMap(({ view }) => (view.kind === 'map' && view.span !== null ? [view.span] : [])),
    ]),
  );
  const group = new Set(spansOf.get(screen));
  for (let size = -1; size !== group.size; ) {
    size = group.size;
    for (const spans of spansOf.values()) {
      if (spans.some((span) => group.has(span))) for (const span of spans) group.add(span);
    }
  }
  return [...group].sort()[0] ?? null;
}
