import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { AlarmRow } from '../../shared/contract/index.ts';
import { useRecord } from '../lists/index.ts';
import type { RecordPanel } from '../stores/selection.ts';
import { useClient, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import type { AlarmList } from './alarm-list.ts';
import { useShowAlarms } from './use-show-alarms.ts';

/** Moves the map there, and shows it. */
export type ShowPlace = (place: { longitude: number; latitude: number }) => void;

const VEHICLES: readonly SyncEntity[] = ['vehicle'];

/** From an alarm to what it is about: the map, the vehicle, the mission, its cause, what it explains, its rule. */
export function AlarmLinks({ row, model, onShowPlace }: { row: AlarmRow; model: AlarmList; onShowPlace: ShowPlace }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const showAlarms = useShowAlarms(model);
  const { longitude, latitude, vehicleId, missionId, causeId, explains, ruleId, ruleName, id, subject } = row;
  const show = (panel: RecordPanel, of: string) => () => {
    selection.showPanel(panel);
    selection.select({ panel, id: of });
  };
  return (
    <div className="detail__actions">
      {vehicleId === null ? null : <MarkVehicle id={vehicleId} />}
      {longitude === null || latitude === null ? null : (
        <TextButton onPress={() => onShowPlace({ longitude, latitude })}>{t('alarm.show-on-map')}</TextButton>
      )}
      {vehicleId === null ? null : (
        <TextButton onPress={show('vehicles', vehicleId)}>{t('alarm.show-vehicle')}</TextButton>
      )}
      {missionId === null ? null : (
        <TextButton onPress={show('missions', missionId)}>{t('alarm.show-mission')}</TextButton>
      )}
      {causeId === null ? null : (
        <TextButton onPress={() => selection.select({ panel: 'alarms', id: causeId })}>
          {t('alarm.show-cause')}
        </TextButton>
      )}
      {explains === 0 ? null : (
        <TextButton
          onPress={() =>
            showAlarms(id, { view: 'standing', causeId: id, of: t('alarm.filter.of-cause', { name: subject }) })
          }
        >
          {t('alarm.show-explained')}
        </TextButton>
      )}
      <TextButton
        quiet
        onPress={() => showAlarms(id, { view: 'standing', ruleId, of: t('alarm.filter.of-rule', { name: ruleName }) })}
      >
        {t('alarm.show-rule')}
      </TextButton>
    </div>
  );
}

/** The map marks the vehicle of the alarm that is looked at. */
function MarkVehicle({ id }: { id: string }) {
  const client = useClient();
  const { selection } = useServices();
  const read = useCallback((signal: AbortSignal) => client.request('vehicles.get', { id }, { signal }), [client, id]);
  const { record } = useRecord(id, read, VEHICLES);
  const { slot = null, streamId = 0 } = record.state === 'ready' ? record.value : {};
  useEffect(() => selection.markSlot(slot === null ? null : { streamId, slot }), [selection, slot, streamId]);
  return null;
}
