import {
  divideScreen,
  type Division,
  FLEET_MAP,
  type KnownDisplay,
  type MapArea,
  newScreen,
  newView,
  nextKey,
  type Rectangle,
  type ViewKind,
  type Wall,
  type WallCell,
  type WallScreen,
  type WallSpan,
} from '../../shared/domain/index.ts';

/** What the editor does to a wall. Each answers another wall, and leaves no span that nothing shows. */
export function addScreen(wall: Wall, display: KnownDisplay): { wall: Wall; id: string } {
  const id = nextKey(wall.screens);
  return { wall: { ...wall, screens: [...wall.screens, newScreen(id, display)] }, id };
}

/** A wall keeps at least one screen. */
export function removeScreen(wall: Wall, id: string): Wall {
  if (wall.screens.length === 1) return wall;
  return withoutStraySpans({ ...wall, screens: wall.screens.filter((screen) => screen.id !== id) });
}

export function changeScreen(wall: Wall, id: string, change: (screen: WallScreen) => WallScreen): Wall {
  return withoutStraySpans({
    ...wall,
    screens: wall.screens.map((screen) => (screen.id === id ? change(screen) : screen)),
  });
}

export function divide(wall: Wall, id: string, division: Division): Wall {
  return changeScreen(wall, id, (screen) => divideScreen(screen, division));
}

export function changeCell(wall: Wall, screen: string, cell: string, change: (cell: WallCell) => WallCell): Wall {
  return changeScreen(wall, screen, (one) => ({
    ...one,
    cells: one.cells.map((at) => (at.id === cell ? change(at) : at)),
  }));
}

export function setView(wall: Wall, screen: string, cell: string, kind: ViewKind): Wall {
  return changeCell(wall, screen, cell, (at) => (at.view.kind === kind ? at : { ...at, view: newView(kind) }));
}

/** The part of the world that a map shows, or that of the whole picture where the map is a part of one. Null: the fleet. */
export function setArea(wall: Wall, screen: string, cell: string, area: MapArea | null): Wall {
  const view = wall.screens.find(({ id }) => id === screen)?.cells.find(({ id }) => id === cell)?.view;
  if (view?.kind !== 'map') return wall;
  if (view.span !== null) return changeSpan(wall, view.span, (span) => ({ ...span, area }));
  return changeCell(wall, screen, cell, (at) => (at.view.kind === 'map' ? { ...at, view: { ...at.view, area } } : at));
}

export function changeSpan(wall: Wall, id: string, change: (span: WallSpan) => WallSpan): Wall {
  return { ...wall, spans: wall.spans.map((span) => (span.id === id ? change(span) : span)) };
}

/** One map over these screens, each the whole of its screen and without bars, which would cut the picture. */
export function spanScreens(wall: Wall, ids: readonly string[]): Wall {
  const span: WallSpan = { id: nextKey(wall.spans), area: null, gap: { across: 0, down: 0 } };
  const screens = wall.screens.map((screen) => {
    if (!ids.includes(screen.id)) return screen;
    const whole = divideScreen(screen, 'whole');
    const cells = whole.cells.map((cell) => ({ ...cell, view: { ...FLEET_MAP, span: span.id } }));
    return { ...whole, bars: isUprightRow(wall, ids) && screen.bars, cells };
  });
  return withoutStraySpans({ ...wall, screens, spans: [...wall.spans, span] });
}

/** A map that is the whole of its screen becomes a part of the picture, or a map of its own again. */
export function setInSpan(wall: Wall, screen: string, span: string | null): Wall {
  return changeScreen(wall, screen, (one) => ({
    ...one,
    cells: one.cells.map((cell) => (cell.view.kind === 'map' ? { ...cell, view: { ...cell.view, span } } : cell)),
  }));
}

/** Screens of a span go back to maps of their own. */
export function unspan(wall: Wall, span: string): Wall {
  const screens = wall.screens.map((screen) => ({
    ...screen,
    cells: screen.cells.map((cell) =>
      cell.view.kind === 'map' && cell.view.span === span ? { ...cell, view: FLEET_MAP } : cell,
    ),
  }));
  return withoutStraySpans({ ...wall, screens });
}

/** Beside one another at one height, the bars of all screens are one line above and one below the picture. */
function isUprightRow(wall: Wall, ids: readonly string[]): boolean {
  const bounds = wall.screens.filter(({ id }) => ids.includes(id)).map(({ display }) => display.bounds);
  const [first] = bounds;
  return bounds.every(({ y, height }) => y === first?.y && height === first.height);
}

function withoutStraySpans(wall: Wall): Wall {
  const used = new Set(
    wall.screens.flatMap(({ cells }) => cells.map(({ view }) => (view.kind === 'map' ? view.span : null))),
  );
  return { ...wall, spans: wall.spans.filter(({ id }) => used.has(id)) };
}

/** The same wall under another id and name. */
export function duplicateWall(wall: Wall, id: string, name: string): Wall {
  return { ...wall, id, name };
}

/** Where a screen is put that has no display: to the right of all others, as a full HD one. */
export function placeBeside(screens: readonly WallScreen[]): Rectangle {
  const right = Math.max(0, ...screens.map(({ display: { bounds } }) => bounds.x + bounds.width));
  return { x: right, y: 0, width: 1_920, height: 1_080 };
}
