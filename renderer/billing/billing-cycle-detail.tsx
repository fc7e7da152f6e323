import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import { CycleDocuments } from '../exports/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Detail, Fact, Facts, useRecord } from '../lists/index.ts';
import { useClient, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { KeyCap } from '../ui/key-cap.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { BillingCycleForm } from './billing-cycle-form.tsx';
import { offeredActions, whyNotEditable } from './cycle-actions.ts';
import { NextStep } from './cycle/cycle-progress.tsx';
import type { MissionScope } from './missions/mission-filter.ts';
import { EditActions, EditState } from './editing/edit-actions.tsx';
import { useWhoActs } from './use-who-acts.ts';
import { useLast } from './editing/use-last.ts';
import { ShowValidation } from './show-validation.tsx';

const ENTITIES: readonly SyncEntity[] = ['billing-cycle', 'third-party', 'mission'];

/** All that is known of one billing cycle, with the way to its missions. */
export function BillingCycleDetail({
  id,
  onShowMissions,
  onOpen,
}: {
  id: string;
  /** Opens its page, in the place of the list. */
  onOpen: (id: string) => void;
  onShowMissions: (scope: MissionScope) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { selection } = useServices();
  const client = useClient();
  const person = useWhoActs();
  const read = useCallback(
    (signal: AbortSignal) => client.request('billingCycles.get', { id }, { signal }),
    [client, id],
  );
  const handle = useRecord(id, read, ENTITIES);
  const { last, isGone } = useLast(handle);
  const [isEditing, setEditing] = useState(false);
  const edit = () => setEditing(true);
  const open = () => {
    selection.select(null);
    onOpen(id);
  };
  useShortcut('open-page', open);
  const lockedBy = last === null ? undefined : whyNotEditable(last);
  return (
    <>
      <Detail
        kind={t('billing-cycle.kind-of-record')}
        handle={handle}
        renderTitle={({ label }) => label}
        onClose={() => selection.select(null)}
      >
        {(cycle) => (
          <>
            <EditState entity="billing-cycle" id={id} title={cycle.label} unsent={cycle.unsent} onEdit={edit} />
            <Facts>
              <Fact name={t('billing-cycle.column.third-party')}>
                {cycle.thirdPartyName ?? t('billing-cycle.all-third-parties')}
              </Fact>
              <Fact name={t('billing-cycle.column.state')}>{t(`billing-cycle.state.${cycle.state}`)}</Fact>
              {cycle.transmission === null && !cycle.isCredited ? null : (
                <Fact name={t('outbox.field.transmission')}>
                  {cycle.isCredited
                    ? t('billing-cycle.credited')
                    : t(`billing-cycle.transmission.${cycle.transmission ?? 'deposited'}`)}
                </Fact>
              )}
              <Fact name={t('edit.field.price-by')}>{t(`billing-cycle.price-by.${cycle.priceBy}`)}</Fact>
              <Fact name={t('billing-cycle.column.period')}>{format.period(cycle.periodStart, cycle.periodEnd)}</Fact>
              <Fact name={t('billing-cycle.column.missions')}>{format.integer(cycle.missionCount)}</Fact>
              <Fact name={t('mission.amount-before-tax')}>{format.money(cycle.amountCents, cycle.currency)}</Fact>
              <Fact name={t('billing-cycle.created')}>{format.dateTime(Date.parse(cycle.createdAt))}</Fact>
            </Facts>
            <p className="cycle-progress__next" data-testid="cycle-next">
              <NextStep cycle={cycle} />
            </p>
            <EditActions
              entity="billing-cycle"
              id={id}
              title={cycle.label}
              canRemove
              locked={lockedBy === undefined ? undefined : t(`cycle.locked.${lockedBy}`)}
              actions={offeredActions(cycle, person)}
              onEdit={edit}
            >
              <TextButton onPress={open}>
                {t('cycle.open-page')}
                <KeyCap of="open-page" />
              </TextButton>
              <TextButton onPress={() => onShowMissions({ by: 'billingCycleId', id, label: cycle.label })}>
                {t('billing-cycle.show-missions')}
              </TextButton>
              <ShowValidation cycleId={id} />
              <CycleDocuments id={id} label={cycle.label} />
            </EditActions>
          </>
        )}
      </Detail>
      {isEditing && last !== null ? (
        <BillingCycleForm row={last} isGone={isGone} onStale={handle.retry} onClose={() => setEditing(false)} />
      ) : null}
    </>
  );
}
