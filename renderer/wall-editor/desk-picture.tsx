import { useTranslation } from 'react-i18next';
import type { Rectangle, WallScreen } from '../../shared/domain/index.ts';
import type { DeskPlace } from './desk-places.ts';

interface DeskPictureProps {
  places: readonly DeskPlace[];
  chosen: string | undefined;
  onChoose: (key: string) => void;
}

/** The displays as they stand, to scale, with what each shows. One is chosen with a click, or with Tab and Enter. */
export function DeskPicture({ places, chosen, onChoose }: DeskPictureProps) {
  const { t } = useTranslation();
  const frame = frameOf(places.map(({ bounds }) => bounds));
  return (
    <div className="desk" style={{ aspectRatio: `${frame.width} / ${frame.height}` }} data-testid="desk-picture">
      {places.map((place) => {
        const { key, bounds, number, screen } = place;
        return (
          <button
            key={key}
            type="button"
            className={screen === undefined ? 'desk__display desk__display--unused' : 'desk__display'}
            aria-pressed={key === chosen}
            data-place={key}
            data-away={number === undefined && place.known === undefined}
            style={placeIn(frame, bounds)}
            onClick={() => onChoose(key)}
          >
            <span className="visually-hidden">{place.title(t)}</span>
            {screen === undefined ? null : <Cells screen={screen} />}
            <span className="desk__number" aria-hidden="true">
              {number ?? screen?.id}
            </span>
          </button>
        );
      })}
    </div>
  );
}

function Cells({ screen }: { screen: WallScreen }) {
  const { t } = useTranslation();
  return screen.cells.map(({ id, left, top, width, height, view }) => (
    <span
      key={id}
      className="desk__cell"
      data-span={view.kind === 'map' && view.span !== null ? view.span : undefined}
      style={{ left: percent(left), top: percent(top), width: percent(width), height: percent(height) }}
    >
      {t(`wall.view.${view.kind}`)}
    </span>
  ));
}

/** A rectangle round all of them, with a little room. */
function frameOf(all: readonly Rectangle[]): Rectangle {
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const right = Math.max(...all.map(({ x, width }) => x + width));
  const bottom = Math.max(...all.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function placeIn(frame: Rectangle, bounds: Rectangle) {
  return {
    left: percent((bounds.x - frame.x) / frame.width),
    top: percent((bounds.y - frame.y) / frame.height),
    width: percent(bounds.width / frame.width),
    height: percent(bounds.height / frame.height),
  };
}

function percent(fraction: number): string {
  return `${fraction * 100}%`;
}
