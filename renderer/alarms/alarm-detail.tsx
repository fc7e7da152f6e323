import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { AlarmRow } from '../../shared/contract/index.ts';
import { Detail, useRecord } from '../lists/index.ts';
import { useShowOutbox } from '../outbox/index.ts';
import { useClient, useNow, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { AlarmActions } from './alarm-actions.tsx';
import { AlarmFacts, AlarmGuidance, AlarmJournal } from './alarm-facts.tsx';
import { AlarmLinks, type ShowPlace } from './alarm-links.tsx';
import type { AlarmList } from './alarm-list.ts';
import { isRefused, MarkOf, StateOfAlarm } from './alarm-state.tsx';
import './alarm-panel.css';

const ENTITIES: readonly SyncEntity[] = ['alarm', 'alarm-rule', 'vehicle', 'mission', 'geofence'];
/** Shelves and suppressions end by the clock: it is read again so often, though nothing was changed. Milliseconds. */
const LOOK_EVERY_MS = 5_000;

interface AlarmDetailProps {
  id: string;
  model: AlarmList;
  onShowPlace: ShowPlace;
}

/** What happened, what the operator is to do, and what was done. */
export function AlarmDetail({ id, model, onShowPlace }: AlarmDetailProps) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const client = useClient();
  const read = useCallback((signal: AbortSignal) => client.request('alarms.get', { id }, { signal }), [client, id]);
  const handle = useRecord(id, read, ENTITIES);
  const { retry } = handle;
  const beat = Math.floor(useNow() / LOOK_EVERY_MS);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- each beat it is read again
  useEffect(() => retry(), [beat]);
  return (
    <Detail
      kind={t('alarm.kind-of-record')}
      handle={handle}
      onClose={() => selection.select(null)}
      renderTitle={(row) => (
        <span className="alarm-title">
          <MarkOf row={row} />
          {t('alarm.bar.newest', { kind: t(`alarm.kind.${row.kind}`), subject: row.subject })}
        </span>
      )}
    >
      {(row) => (
        <div className="alarm" data-testid="alarm" data-state={row.state} data-unsent={row.unsent ?? 'none'}>
          <p className="alarm__state">
            <span className="alarm-priority">{t(`alarm.priority.${row.priority}`)}</span> · <StateOfAlarm row={row} />
          </p>
          <Standing row={row} />
          <AlarmActions row={row} />
          <AlarmGuidance row={row} />
          <AlarmFacts row={row} />
          <AlarmLinks row={row} model={model} onShowPlace={onShowPlace} />
          <AlarmJournal row={row} />
        </div>
      )}
    </Detail>
  );
}

/** What was done here and is not the server's yet, or was not taken, said where it was done. */
function Standing({ row }: { row: AlarmRow }) {
  const { t } = useTranslation();
  const showOutbox = useShowOutbox();
  const { id, unsent, subject, late } = row;
  if (isRefused(row))
    return (
      <div className="alarm__refused" role="alert" data-testid="alarm-refused">
        <StatusMark severity="warning" />
        <span>{t('alarm.refused-detail')}</span>
        <TextButton onPress={() => showOutbox({ scope: { entity: 'alarm', id, label: subject } })}>
          {t('alarm.refused-show')}
        </TextButton>
      </div>
    );
  if (unsent !== null)
    return (
      <p className="alarm__note" data-testid="awaiting-confirmation">
        {t('alarm.awaiting-detail')}
      </p>
    );
  return late ? <p className="alarm__note">{t('alarm.late')}</p> : null;
}
