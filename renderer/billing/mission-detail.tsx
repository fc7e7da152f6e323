import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { MissionRow } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Detail, Fact, Facts, useRecord } from '../lists/index.ts';
import type { RecordPanel } from '../stores/selection.ts';
import { useClient, useServices } from '../stores/services.tsx';
import { placeOf, useFleetStatus } from '../supervision/index.ts';
import { TextButton } from '../ui/button.tsx';
import { EditActions, EditState } from './editing/edit-actions.tsx';
import { useLast } from './editing/use-last.ts';
import { MissionForm } from './mission-form.tsx';
import { MissionStatusCell } from './mission-status.tsx';

/** Of a window that has had no frame yet. */
const NO_STREAM = 0;
const ENTITIES: readonly SyncEntity[] = ['mission', 'vehicle', 'third-party', 'billing-cycle'];

/** All that is known of one mission. Its vehicle is marked on the map. */
export function MissionDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const client = useClient();
  const read = useCallback((signal: AbortSignal) => client.request('missions.get', { id }, { signal }), [client, id]);
  const handle = useRecord(id, read, ENTITIES);
  const vehicleId = handle.record.state === 'ready' ? handle.record.value.vehicleId : null;
  useMarkedVehicle(vehicleId);
  const { last, isGone } = useLast(handle);
  const [isEditing, setEditing] = useState(false);
  const edit = () => setEditing(true);
  return (
    <>
      <Detail
        kind={t('mission.kind-of-record')}
        handle={handle}
        renderTitle={({ reference }) => reference}
        onClose={() => selection.select(null)}
      >
        {(mission) => (
          <>
            <EditState entity="mission" id={id} title={mission.reference} unsent={mission.unsent} onEdit={edit} />
            <MissionFacts mission={mission} />
            <EditActions entity="mission" id={id} title={mission.reference} canRemove={false} onEdit={edit}>
              <MissionLinks mission={mission} />
            </EditActions>
          </>
        )}
      </Detail>
      {isEditing && last !== null ? (
        <MissionForm row={last} isGone={isGone} onStale={handle.retry} onClose={() => setEditing(false)} />
      ) : null}
    </>
  );
}

function MissionFacts({ mission }: { mission: MissionRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const time = (at: string | null) => (at === null ? null : format.dateTime(Date.parse(at)));
  return (
    <Facts>
      <Fact name={t('mission.column.status')}>
        <MissionStatusCell mission={mission} />
      </Fact>
      <Fact name={t('mission.column.customer')}>{mission.thirdPartyName ?? mission.customerName}</Fact>
      <Fact name={t('mission.column.vehicle')}>{mission.vehicleCode}</Fact>
      <Fact name={t('mission.column.driver')}>{mission.driver}</Fact>
      <Fact name={t('mission.planned')} wide>
        {`${time(mission.plannedStartAt) ?? ''} – ${time(mission.plannedEndAt) ?? ''}`}
      </Fact>
      <Fact name={t('mission.actual-start')}>{time(mission.actualStartAt)}</Fact>
      <Fact name={t('mission.actual-end')}>{time(mission.actualEndAt)}</Fact>
      <Fact name={t('mission.origin')} wide>
        {mission.originAddress}
      </Fact>
      <Fact name={t('mission.column.destination')} wide>
        {mission.destinationAddress}
      </Fact>
      <Fact name={t('mission.column.distance')}>
        {mission.distanceMetres === null ? null : format.distance(mission.distanceMetres)}
      </Fact>
      <Fact name={t('mission.amount-before-tax')}>
        {mission.amountCents === null ? null : format.money(mission.amountCents, mission.currency)}
      </Fact>
      <Fact name={t('mission.billing-cycle')}>{mission.billingCycleLabel}</Fact>
    </Facts>
  );
}

function MissionLinks({ mission }: { mission: MissionRow }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const show = (panel: RecordPanel, id: string) => {
    selection.showPanel(panel);
    selection.select({ panel, id });
  };
  const { vehicleId, thirdPartyId, billingCycleId } = mission;
  return (
    <>
      {vehicleId === null ? null : (
        <TextButton onPress={() => show('vehicles', vehicleId)}>{t('mission.show-vehicle')}</TextButton>
      )}
      {thirdPartyId === null ? null : (
        <TextButton onPress={() => show('third-parties', thirdPartyId)}>{t('mission.show-third-party')}</TextButton>
      )}
      {billingCycleId === null ? null : (
        <TextButton onPress={() => show('billing-cycles', billingCycleId)}>
          {t('mission.show-billing-cycle')}
        </TextButton>
      )}
    </>
  );
}

/** Marks a vehicle on the map, and again when the stream is another one. */
function useMarkedVehicle(vehicleId: string | null): void {
  const client = useClient();
  const { selection } = useServices();
  const streamId = useFleetStatus((status) => status.streamId);
  useEffect(() => {
    if (vehicleId === null || streamId === NO_STREAM) return selection.markSlot(null);
    const controller = new AbortController();
    client.request('vehicles.get', { id: vehicleId }, { signal: controller.signal }).then(
      (vehicle) => {
        if (!controller.signal.aborted) selection.markSlot(placeOf(vehicle, vehicle.streamId));
      },
      () => {
        // The detail says what cannot be read; without its vehicle the map marks nothing.
        if (!controller.signal.aborted) selection.markSlot(null);
      },
    );
    return () => controller.abort();
  }, [client, selection, vehicleId, streamId]);
}
