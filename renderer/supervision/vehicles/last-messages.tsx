import { useTranslation } from 'react-i18next';
import type { TrackSample } from '../../../shared/api/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useNow } from '../../stores/services.tsx';
import { NewsMark } from '../../ui/news-mark.tsx';

/** The newest of the samples that the server kept. */
const SHOWN = 8;

/** The last messages of a vehicle: when, where, how fast, and why one was not believed. */
export function LastMessages({ samples }: { samples: readonly TrackSample[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (samples.length === 0) return <p className="past__none">{t('past.no-messages')}</p>;
  return (
    <table className="messages">
      <thead>
        <tr>
          <th scope="col">{t('past.column.time')}</th>
          <th scope="col">{t('vehicle.position')}</th>
          <th scope="col" className="messages__end">
            {t('vehicle.column.speed')}
          </th>
          <th scope="col">{t('vehicle.column.state')}</th>
        </tr>
      </thead>
      <tbody>
        {samples
          .slice(-SHOWN)
          .toReversed()
          .map((sample) => (
            <tr key={sample.observedAtMs} data-suspect={sample.suspectKilometres !== null}>
              <td>{format.preciseTime(sample.observedAtMs, now)}</td>
              <td>{`${sample.latitude.toFixed(4)}, ${sample.longitude.toFixed(4)}`}</td>
              {sample.suspectKilometres === null ? (
                <>
                  <td className="messages__end">{format.speed(sample.speedMetresPerSecond ?? 0)}</td>
                  <td>{t(`vehicle.state.${sample.state}`)}</td>
                </>
              ) : (
                <td colSpan={2}>
                  <span className="messages__suspect">
                    <NewsMark news="suspect" size="1em" />
                    {t('past.suspect', { distance: format.distance(Math.max(1, sample.suspectKilometres) * 1_000) })}
                  </span>
                </td>
              )}
            </tr>
          ))}
      </tbody>
    </table>
  );
}
