import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { IncidentDetail as Incident } from '../../shared/contract/index.ts';
import { useEditing } from '../billing/index.ts';
import { ExportButton } from '../exports/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Detail, Fact, Facts, useRecord } from '../lists/index.ts';
import { useShowOutbox } from '../outbox/index.ts';
import { useClient, useMayDo, useNow, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { SHORTCUTS, useShortcut } from '../ui/shortcuts.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { EntryForm } from './entry-form.tsx';
import { Gathered } from './gathered.tsx';
import { IncidentForm } from './incident-form.tsx';
import { Priority, Status } from './marks.tsx';
import { TextSheet } from './text-sheet.tsx';
import { Timeline } from './timeline.tsx';
import './shift.css';

/** Names of what it gathers come from other rows. */
const ENTITIES: readonly SyncEntity[] = ['incident', 'alarm', 'vehicle', 'mission'];

/** An incident: how it stands, what belongs to it, what has happened, and the way to add to it. */
export function IncidentDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const client = useClient();
  const read = useCallback((signal: AbortSignal) => client.request('incidents.get', { id }, { signal }), [client, id]);
  const handle = useRecord(id, read, ENTITIES);
  const mayWrite = useMayDo('incident', 'action');
  return (
    <Detail
      kind={t('incident.kind-of-record')}
      handle={handle}
      renderTitle={({ title }) => title}
      onClose={() => selection.select(null)}
    >
      {(row) => (
        <div className="incident" data-testid="incident" data-status={row.status}>
          <NotTaken row={row} />
          {mayWrite ? <Steps row={row} /> : null}
          <IncidentFacts row={row} />
          <Gathered row={row} mayWrite={mayWrite} />
          {mayWrite ? <EntryForm key={row.id} row={row} /> : null}
          <Timeline row={row} />
          <div className="detail__actions">
            <ExportButton
              subjects={() => [
                { kind: 'incident', key: 'incident', label: t('export.incident'), id: row.id, language: null },
              ]}
            />
          </div>
        </div>
      )}
    </Detail>
  );
}

function IncidentFacts({ row }: { row: Incident }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const time = (at: string) => format.time(Date.parse(at), now);
  return (
    <Facts>
      <Fact name={t('incident.column.status')}>
        <Status status={row.status} />
      </Fact>
      <Fact name={t('incident.column.priority')}>
        <Priority priority={row.priority} isOver={row.status === 'closed'} />
      </Fact>
      <Fact name={t('incident.column.owner')}>{row.owner}</Fact>
      <Fact name={t('incident.column.deadline')}>
        {row.deadline === null ? null : (
          <span className={row.isOverdue ? 'shift-overdue' : undefined}>
            {row.isOverdue ? <StatusMark severity="warning" size="0.8em" /> : null}
            {time(row.deadline)}
          </span>
        )}
      </Fact>
      <Fact name={t('incident.column.opened')}>
        {row.openedBy === '' ? time(row.openedAt) : t('shift.by', { at: time(row.openedAt), name: row.openedBy })}
      </Fact>
      {row.closedAt === null ? null : <Fact name={t('incident.closed-at')}>{time(row.closedAt)}</Fact>}
    </Facts>
  );
}

/** The steps that its status allows. Closing and opening again say why; watching needs no word. */
function Steps({ row }: { row: Incident }) {
  const { t } = useTranslation();
  const editing = useEditing();
  const [asked, setAsked] = useState<'close' | 'reopen' | null>(null);
  const [isEditing, setEditing] = useState(false);
  useShortcut('edit', () => setEditing(true));
  const take = (step: string, parameters = {}) => void editing.act('incident', row.id, step, row.title, parameters);
  return (
    <div className="incident__steps" data-testid="incident-steps">
      {row.steps.map((step) =>
        step === 'watch' ? (
          <TextButton key={step} onPress={() => take('watch')}>
            {t('incident.step.watch')}
          </TextButton>
        ) : step === 'close' || step === 'reopen' ? (
          <TextButton key={step} onPress={() => setAsked(step)}>
            {t(`incident.step.${step}`)}
          </TextButton>
        ) : null,
      )}
      <TextButton quiet onPress={() => setEditing(true)}>
        {t('edit.edit')} <kbd>{SHORTCUTS.edit[0].toUpperCase()}</kbd>
      </TextButton>
      {asked === null ? null : (
        <TextSheet
          testId="incident-step"
          draftName={`incident-step.${row.id}.${asked}`}
          title={t(`incident.step.${asked}`)}
          kind={row.title}
          label={t(`incident.step-text.${asked}`)}
          confirm={t(`incident.step.${asked}`)}
          isRequired
          onClose={() => setAsked(null)}
          onConfirm={(text) => take(asked, { text })}
        />
      )}
      {isEditing ? <IncidentForm incident={row} onClose={() => setEditing(false)} /> : null}
    </div>
  );
}

/** Something of it did not reach the server, or was refused: said here, with the way to what can be done. */
function NotTaken({ row: { id, title, unsent } }: { row: Incident }) {
  const { t } = useTranslation();
  const showOutbox = useShowOutbox();
  if (unsent !== 'rejected' && unsent !== 'conflict') return null;
  return (
    <div className="shift-refused" role="alert" data-testid="incident-refused">
      <StatusMark severity="warning" />
      <span>{t('shift.refused')}</span>
      <TextButton onPress={() => showOutbox({ scope: { entity: 'incident', id, label: title } })}>
        {t('shift.refused-show')}
      </TextButton>
    </div>
  );
}
