import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import { useRecord } from '../lists/index.ts';
import { useClient, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';

const ENTITIES: readonly SyncEntity[] = ['validation'];

/** To the newest validation of a cycle, with who decided what; nothing where it was never submitted. */
export function ShowValidation({ cycleId }: { cycleId: string }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const client = useClient();
  const read = useCallback(
    (signal: AbortSignal) => client.request('validations.ofSubject', { subjectId: cycleId }, { signal }),
    [client, cycleId],
  );
  const { record } = useRecord(cycleId, read, ENTITIES);
  const newest = record.state === 'ready' ? record.value.rows[0] : undefined;
  if (newest === undefined) return null;
  return (
    <TextButton
      onPress={() => {
        selection.showPanel('validations');
        selection.select({ panel: 'validations', id: newest.id });
      }}
    >
      {t('outbox.show-record.validation')}
    </TextButton>
  );
}
