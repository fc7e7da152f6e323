import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { ValidationRow } from '../../shared/contract/index.ts';
import type { MissionScope } from '../billing/index.ts';
import { useEditing } from '../billing/index.ts';
import { Detail, useRecord } from '../lists/index.ts';
import { useShowOutbox } from '../outbox/index.ts';
import { useClient, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { EntryActions } from './entry-actions.tsx';
import { useMySubject } from './use-inbox-counts.ts';
import { ValidationChanges, ValidationFacts, ValidationHistory, ValidationTotals } from './validation-facts.tsx';
import './validation.css';

const ENTITIES: readonly SyncEntity[] = ['validation', 'delegation'];

/** The decision beside what one has to know for it. */
export function ValidationDetail({
  id,
  onShowMissions,
}: {
  id: string;
  onShowMissions: (scope: MissionScope) => void;
}) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const client = useClient();
  const read = useCallback(
    (signal: AbortSignal) => client.request('validations.get', { id }, { signal }),
    [client, id],
  );
  const handle = useRecord(id, read, ENTITIES);
  const row = handle.record.state === 'ready' ? handle.record.value : null;
  useRead(row);
  return (
    <Detail
      kind={t('validation.kind-of-record')}
      handle={handle}
      renderTitle={({ facts }) => facts.label}
      onClose={() => selection.select(null)}
    >
      {(shown) => (
        <div className="validation" data-testid="validation" data-state={shown.state}>
          <Refused row={shown} />
          <DecisionBar row={shown} />
          <ValidationTotals row={shown} />
          <ValidationChanges row={shown} />
          <ValidationFacts row={shown} />
          <ValidationHistory row={shown} />
          <EntryActions row={shown}>
            <TextButton
              onPress={() => onShowMissions({ by: 'billingCycleId', id: shown.subjectId, label: shown.facts.label })}
            >
              {t('billing-cycle.show-missions')}
            </TextButton>
            <TextButton
              onPress={() => {
                selection.showPanel('billing-cycles');
                selection.select({ panel: 'billing-cycles', id: shown.subjectId });
              }}
            >
              {t('mission.show-billing-cycle')}
            </TextButton>
          </EntryActions>
        </div>
      )}
    </Detail>
  );
}

/** The server did not take the decision: said where it was made, with the way to what a person can do about it. */
function Refused({ row: { id, unsent, facts } }: { row: ValidationRow }) {
  const { t } = useTranslation();
  const showOutbox = useShowOutbox();
  if (unsent !== 'rejected' && unsent !== 'conflict') return null;
  return (
    <div className="validation__refused" role="alert" data-testid="decision-refused">
      <StatusMark severity="warning" />
      <span>{t('validation.refused-detail')}</span>
      <TextButton onPress={() => showOutbox({ scope: { entity: 'validation', id, label: facts.label } })}>
        {t('validation.refused-show')}
      </TextButton>
    </div>
  );
}

/** Who looks at an entry has read it. */
function useRead(row: ValidationRow | null): void {
  const me = useMySubject();
  const editing = useEditing();
  const id = row?.isUnread === true && row.unsent === null ? row.id : null;
  useEffect(() => {
    if (id !== null && me !== null) void editing.actQuietly('validation', id, 'read', { by: me });
  }, [id, me, editing]);
}
