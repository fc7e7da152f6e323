import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import { useFormat } from '../i18n/index.ts';
import { useRecord } from '../lists/index.ts';
import { useClient, useNow } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import type { AlarmList } from './alarm-list.ts';
import { MarkOf, StateOfAlarm } from './alarm-state.tsx';
import { useShowAlarms } from './use-show-alarms.ts';
import './alarm-panel.css';

const ENTITIES: readonly SyncEntity[] = ['alarm'];
const MOST_SHOWN = 5;

/** What stands of one vehicle, with the way to each, and to all of them. */
export function AlarmsOfVehicle({ id, model }: { id: string; model: AlarmList }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const client = useClient();
  const show = useShowAlarms(model);
  const read = useCallback(
    (signal: AbortSignal) =>
      client.request(
        'alarms.page',
        {
          filter: { view: 'standing', vehicleId: id },
          offset: 0,
          limit: MOST_SHOWN,
        },
        { signal },
      ),
    [client, id],
  );
  const { record } = useRecord(id, read, ENTITIES);
  if (record.state !== 'ready') return null;
  const { rows, total } = record.value;
  const name = rows[0]?.vehicleCode ?? id;
  const filter = { vehicleId: id, of: t('alarm.filter.of-vehicle', { name }) };
  return (
    <section className="alarm" aria-label={t('alarm.of-vehicle')} data-testid="alarms-of-vehicle" data-total={total}>
      <p className="fact__name">{t('alarm.of-vehicle')}</p>
      {total === 0 ? <p className="past__none">{t('alarm.of-vehicle-none')}</p> : null}
      <ul className="alarms-of">
        {rows.map((row) => (
          <li key={row.id}>
            <MarkOf row={row} />
            <TextButton quiet onPress={() => show(row.id, { ...filter, view: 'standing' })}>
              {t(`alarm.kind.${row.kind}`)}
            </TextButton>
            <StateOfAlarm row={row} /> {format.time(Date.parse(row.raisedAt), now)}
          </li>
        ))}
      </ul>
      <div className="detail__actions">
        <TextButton quiet onPress={() => show(null, { ...filter, view: 'history' })}>
          {t('alarm.folder.history')}
        </TextButton>
      </div>
    </section>
  );
}
