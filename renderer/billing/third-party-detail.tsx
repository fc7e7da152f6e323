import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { ContactInfo } from '../../shared/domain/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Detail, Fact, Facts, useRecord } from '../lists/index.ts';
import { useClient, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import type { MissionScope } from './billing-lists.ts';
import { EditActions, EditState } from './editing/edit-actions.tsx';
import { useLast } from './editing/use-last.ts';
import { ThirdPartyForm } from './third-party-form.tsx';

const ENTITIES: readonly SyncEntity[] = ['third-party', 'mission'];

/** All that is known of one third party, with the way to its missions. */
export function ThirdPartyDetail({
  id,
  onShowMissions,
}: {
  id: string;
  onShowMissions: (scope: MissionScope) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { selection } = useServices();
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
        renderTitle={({ name }) => name}
        onClose={() => selection.select(null)}
      >
        {({ name, type, contactInfo, createdAt, missionCount, unsent }) => (
          <>
            <EditState entity="third-party" id={id} title={name} unsent={unsent} onEdit={edit} />
            <Facts>
              <Fact name={t('third-party.column.type')}>{t(`third-party.type.${type}`)}</Fact>
              <Fact name={t('third-party.column.missions')}>{format.integer(missionCount)}</Fact>
              <Fact name={t('third-party.column.created')}>{format.dateTime(Date.parse(createdAt))}</Fact>
              <Fact name={t('third-party.column.email')} wide>
                {contactInfo.email}
              </Fact>
              <Fact name={t('third-party.column.phone')}>{contactInfo.phone}</Fact>
              <Fact name={t('third-party.address')} wide>
                {postalAddress(contactInfo)}
              </Fact>
            </Facts>
            <EditActions entity="third-party" id={id} title={name} canRemove onEdit={edit}>
              <TextButton onPress={() => onShowMissions({ by: 'thirdPartyId', id, label: name })}>
                {t('third-party.show-missions')}
              </TextButton>
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

/** What is known of an address, in the order of an envelope; null when nothing is. */
function postalAddress({ address, postalCode, city, country }: ContactInfo): string | null {
  const town = [postalCode, city].filter((part) => part !== undefined && part !== '').join(' ');
  const lines = [address, town, country].filter((part) => part !== undefined && part !== '');
  return lines.length === 0 ? null : lines.join(', ');
}
