import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelection } from '../../stores/services.tsx';
import { AgeCell, NewsCell, ReplayMark, SpeedCell, StateCell } from '../../supervision/index.ts';
import { useQuietestVehicles } from './use-quietest-vehicles.ts';
import { useRowsThatFit } from './use-rows-that-fit.ts';

/** The vehicles that were not heard for longest, as many as there is room for: those that somebody must ask about. */
export function VehiclesCell() {
  const { t } = useTranslation();
  const table = useRef<HTMLDivElement>(null);
  const limit = useRowsThatFit(table);
  const answer = useQuietestVehicles(limit);
  const sent = useSelection(({ selected }) => (selected?.panel === 'vehicles' ? selected.id : null));
  const left = (answer?.total ?? 0) - (answer?.rows.length ?? 0);
  return (
    <div className="vehicles-cell" data-testid="vehicles-cell" data-total={answer?.total}>
      <h2 className="wall-view__title">
        {t('wall.vehicles.title')}
        <ReplayMark />
        {left > 0 ? <span className="wall-view__more">{t('wall.vehicles.more', { count: left })}</span> : null}
      </h2>
      <div ref={table} className="vehicles-cell__room">
        <table className="vehicles-cell__table">
          <thead>
            <tr>
              <th scope="col">{t('vehicle.column.code')}</th>
              <th scope="col">{t('vehicle.column.news')}</th>
              <th scope="col">{t('vehicle.column.age')}</th>
              <th scope="col">{t('vehicle.column.state')}</th>
              <th scope="col">{t('vehicle.column.speed')}</th>
            </tr>
          </thead>
          <tbody>
            {answer?.rows.map(({ id, code, place }) => (
              <tr key={id} data-vehicle={id} data-sent={id === sent}>
                <th scope="row">{code}</th>
                <td>
                  <NewsCell id={id} place={place} />
                </td>
                <td>
                  <AgeCell id={id} place={place} />
                </td>
                <td>
                  <StateCell id={id} place={place} />
                </td>
                <td>
                  <SpeedCell id={id} place={place} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {answer !== undefined && answer.total === 0 ? (
          <p className="wall-view__none">{t('wall.vehicles.none')}</p>
        ) : null}
      </div>
    </div>
  );
}
