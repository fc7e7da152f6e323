import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { WallCell, WallView } from '../../../shared/domain/index.ts';
import { MissionBoard } from '../../board/index.ts';
import { WallSchedule } from '../../schedule/index.ts';
import { FleetBoard } from '../../supervision/index.ts';
import { useThisScreen } from '../wall-context.tsx';
import { AlarmsCell } from './alarms-cell.tsx';
import { BillingCell } from './billing-cell.tsx';
import { ClockCell } from './clock-cell.tsx';
import { MapCell } from './map-cell.tsx';
import { VehiclesCell } from './vehicles-cell.tsx';
import './cells.css';

/** The views of a screen, each in its place. */
export function WallCells({ cells }: { cells: readonly WallCell[] }) {
  const { t } = useTranslation();
  return cells.map(({ id, left, top, width, height, view }) => (
    <section
      key={`${id} ${view.kind}`}
      className="wall-cell"
      aria-label={view.kind === 'map' ? t('map.title') : t(`wall.view.${view.kind}`)}
      data-cell={id}
      data-view={view.kind}
      style={{ left: percent(left), top: percent(top), width: percent(width), height: percent(height) }}
    >
      <View view={view} share={Math.sqrt(width * height)} />
    </section>
  ));
}

/** `share`: of the screen's side that the cell has, were it square. */
function View({ view, share }: { view: WallView; share: number }) {
  const { screen } = useThisScreen();
  // Read from as far as the whole screen, but a cell has less room: its letters are a little smaller than the screen's.
  const scale = screen.scale * (0.6 + 0.4 * share);
  const style = { '--cell-scale': scale } as CSSProperties;
  switch (view.kind) {
    case 'map':
      return <MapCell view={view} />;
    case 'missions':
      return <MissionBoard interactive={false} scale={scale} />;
    case 'summary':
      return <FleetBoard />;
    case 'vehicles':
      return (
        <div className="wall-view" style={style}>
          <VehiclesCell />
        </div>
      );
    case 'billing':
      return (
        <div className="wall-view" style={style}>
          <BillingCell />
        </div>
      );
    case 'alarms':
      return (
        <div className="wall-view" style={style}>
          <AlarmsCell />
        </div>
      );
    case 'schedule':
      return (
        <div className="wall-view" style={style}>
          <WallSchedule line={view.line} direction={view.direction} />
        </div>
      );
    case 'clock':
      return (
        <div className="wall-view wall-view--clock" style={style}>
          <ClockCell />
        </div>
      );
  }
}

function percent(fraction: number): string {
  return `${fraction * 100}%`;
}
