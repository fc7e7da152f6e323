import { type RefObject, useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { AlarmRow } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { useRecord } from '../lists/index.ts';
import { useClient, useNow } from '../stores/services.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { MarkOf, StateOfAlarm } from './alarm-state.tsx';
import { useAlarmNews } from './alarms-provider.tsx';
import './wall-alarms.css';

const ENTITIES: readonly SyncEntity[] = ['alarm', 'vehicle', 'mission'];
/** Shelves end by the clock: it is read again so often. Milliseconds. */
const LOOK_EVERY_MS = 5_000;

/**
 * Alarms on a wall, the most urgent first, as many as there is room for; in a flood by what explains them.
 * @param room the element that is to hold them
 * @param limit how many lines it has room for
 */
export function WallAlarms({ room, limit }: { room: RefObject<HTMLDivElement | null>; limit: number }) {
  const { t } = useTranslation();
  const isFlood = useAlarmNews(({ counts }) => counts?.isFlood ?? false);
  const announced = useAlarmNews(({ counts }) => counts?.announced ?? 0);
  const raised = useAlarmNews(({ counts }) => counts?.raisedInTenMinutes ?? 0);
  return (
    <div className="wall-alarms" data-testid="alarms-cell" data-announced={announced}>
      <h2 className="wall-view__title">
        {t('alarm.wall.title')}
        {isFlood ? (
          <span className="alarm-bar__flood">
            <StatusMark severity="warning" />
            {t('alarm.bar.flood', { count: raised })}
          </span>
        ) : null}
      </h2>
      <div ref={room} className="wall-alarms__room">
        {isFlood ? <Groups limit={limit} /> : <Rows limit={limit} />}
        {announced === 0 ? <p className="wall-view__none">{t('alarm.bar.none')}</p> : null}
      </div>
    </div>
  );
}

function Rows({ limit }: { limit: number }) {
  const { t } = useTranslation();
  const client = useClient();
  const read = useCallback(
    (signal: AbortSignal) => client.request('alarms.page', { offset: 0, limit }, { signal }),
    [client, limit],
  );
  const { record, retry } = useRecord(String(limit), read, ENTITIES);
  useBeat(retry);
  if (record.state !== 'ready') return null;
  const { rows, total } = record.value;
  return (
    <table className="wall-alarms__table">
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t('alarm.column.subject')}</th>
          <th scope="col">{t('alarm.column.kind')}</th>
          <th scope="col">{t('alarm.column.state')}</th>
          <th scope="col">{t('alarm.column.raised')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-alarm={row.id}>
            <th scope="row">
              <MarkOf row={row} /> {row.subject}
            </th>
            <td>{t(`alarm.kind.${row.kind}`)}</td>
            <td>
              <StateOfAlarm row={row} />
            </td>
            <td>
              <Raised row={row} />
            </td>
          </tr>
        ))}
        {total > rows.length ? (
          <tr>
            <td colSpan={4}>{t('alarm.wall.more', { count: total - rows.length })}</td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}

/** A flood is not read one by one from three metres. */
function Groups({ limit }: { limit: number }) {
  const { t } = useTranslation();
  const client = useClient();
  const read = useCallback(
    (signal: AbortSignal) => client.request('alarms.groups', { offset: 0, limit }, { signal }),
    [client, limit],
  );
  const { record, retry } = useRecord(String(limit), read, ENTITIES);
  useBeat(retry);
  if (record.state !== 'ready') return null;
  return (
    <table className="wall-alarms__table">
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t('alarm.column.kind')}</th>
          <th scope="col">{t('alarm.column.subject')}</th>
          <th scope="col">{t('alarm.figures.announced')}</th>
        </tr>
      </thead>
      <tbody>
        {record.value.groups.map(({ key, top, alarms }) => (
          <tr key={key} data-group={key}>
            <th scope="row">
              <MarkOf row={top} /> {key.startsWith('cause ') ? t(`alarm.kind.${top.kind}`) : top.ruleName}
            </th>
            <td>{top.subject}</td>
            <td>{t('alarm.flood.group', { count: alarms })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Raised({ row: { raisedAt } }: { row: AlarmRow }) {
  const format = useFormat();
  const now = useNow();
  return <>{format.preciseTime(Date.parse(raisedAt), now)}</>;
}

function useBeat(retry: () => void): void {
  const beat = Math.floor(useNow() / LOOK_EVERY_MS);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- each beat it is read again
  useEffect(() => retry(), [beat]);
}
