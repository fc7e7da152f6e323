import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../../shared/api/index.ts';
import type { ThirdPartyRow } from '../../../shared/contract/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { Detail, Fact, Facts, useRecord } from '../../lists/index.ts';
import { useClient, useMayEdit, useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import type { MissionScope } from '../missions/mission-filter.ts';
import { EditActions, EditState } from '../editing/edit-actions.tsx';
import { useLast } from '../editing/use-last.ts';
import { ContactFacts, WrongContact } from './contact-facts.tsx';
import { PartyActions } from './party-actions.tsx';
import { StandingNote } from './standing-note.tsx';
import { ThirdPartyForm } from './third-party-form.tsx';
import './third-party-detail.css';

const ENTITIES: readonly SyncEntity[] = ['third-party', 'mission', 'billing-cycle'];

interface ThirdPartyDetailProps {
  id: string;
  onShowMissions: (scope: MissionScope) => void;
  /** Billing cycles that a name leads to. */
  onShowCycles: (name: string) => void;
}

/** All that is known of one third party, what is wrong with it, and the ways to what names it. */
export function ThirdPartyDetail({ id, onShowMissions, onShowCycles }: ThirdPartyDetailProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { selection } = useServices();
  const mayEdit = useMayEdit();
  const client = useClient();
  const read = useCallback(
    (signal: AbortSignal) => client.request('thirdParties.get', { id }, { signal }),
    [client, id],
  );
  const handle = useRecord(id, read, ENTITIES);
  const { last, isGone } = useLast(handle);
  const [isEditing, setEditing] = useState(false);
  const edit = () => setEditing(true);
  return (
    <>
      <Detail
        kind={t('third-party.kind-of-record')}
        handle={handle}
        renderTitle={({ name }) => <bdi>{name}</bdi>}
        onClose={() => selection.select(null)}
      >
        {(row) => (
          <>
            <EditState entity="third-party" id={id} title={row.name} unsent={row.unsent} onEdit={edit} />
            <StandingNote row={row} />
            <WrongContact info={row.contactInfo} onEdit={mayEdit ? edit : null} />
            <Facts>
              <Fact name={t('third-party.column.type')}>{t(`third-party.type.${row.type}`)}</Fact>
              <Fact name={t('third-party.column.missions')}>{format.integer(row.missionCount)}</Fact>
              <Fact name={t('party.fact.cycles')}>{format.integer(row.cycleCount)}</Fact>
              <Fact name={t('third-party.column.created')}>{format.dateTime(Date.parse(row.createdAt))}</Fact>
            </Facts>
            <ContactFacts info={row.contactInfo} />
            <EditActions entity="third-party" id={id} title={row.name} canRemove={!isUsed(row)} onEdit={edit}>
              {mayEdit ? <PartyActions row={row} /> : null}
              <TextButton onPress={() => onShowMissions({ by: 'thirdPartyId', id, label: row.name })}>
                {t('third-party.show-missions')}
              </TextButton>
              {row.cycleCount === 0 ? null : (
                <TextButton onPress={() => onShowCycles(row.name)}>{t('party.show-cycles')}</TextButton>
              )}
            </EditActions>
          </>
        )}
      </Detail>
      {isEditing && last !== null ? (
        <ThirdPartyForm row={last} isGone={isGone} onStale={handle.retry} onClose={() => setEditing(false)} />
      ) : null}
    </>
  );
}

/** One that is used, or was merged, is archived rather than removed. */
function isUsed({ missionCount, cycleCount, standing }: ThirdPartyRow): boolean {
  return missionCount > 0 || cycleCount > 0 || standing === 'merged';
}
