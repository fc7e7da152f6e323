import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { HandoverDetail as Handover } from '../../shared/contract/index.ts';
import { type EditOutcome, reasonSentence, useEditing } from '../billing/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Detail, Fact, Facts, useRecord } from '../lists/index.ts';
import { useShowOutbox } from '../outbox/index.ts';
import { useClient, useMayDo, useNow, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { HandoverItems } from './handover-items.tsx';
import { TextSheet } from './text-sheet.tsx';
import './shift.css';

/** What is gathered in a draft comes from all of them. */
const ENTITIES: readonly SyncEntity[] = ['handover', 'alarm', 'incident', 'mission', 'validation'];

/** A change of shift: what is handed over by its kind with the remarks, and the two signatures. */
export function HandoverDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const format = useFormat();
  const client = useClient();
  const now = useNow();
  const read = useCallback((signal: AbortSignal) => client.request('handovers.get', { id }, { signal }), [client, id]);
  const handle = useRecord(id, read, ENTITIES);
  const mayWrite = useMayDo('handover', 'action');
  const time = (at: string) => format.time(Date.parse(at), now);
  return (
    <Detail
      kind={t('handover.kind-of-record')}
      handle={handle}
      renderTitle={({ shiftFrom, shiftTo }) => `${time(shiftFrom)} – ${time(shiftTo)}`}
      onClose={() => selection.select(null)}
    >
      {(row) => (
        <div className="handover" data-testid="handover" data-state={row.state}>
          <NotTaken row={row} />
          {row.awaiting === null ? null : (
            <p className="shift-why" data-testid="awaiting-step">
              {t(`handover.awaiting-detail.${row.awaiting.step}`)}
            </p>
          )}
          {mayWrite && row.awaiting === null ? <Deeds row={row} /> : null}
          <Facts>
            <Fact name={t('handover.column.leaving')}>{row.leavingBy}</Fact>
            <Fact name={t('handover.column.state')}>{t(`handover.state.${row.state}`)}</Fact>
            {row.handedOverAt === null ? null : (
              <Fact name={t('handover.handed-over-at')}>{time(row.handedOverAt)}</Fact>
            )}
            {row.signedAt === null ? null : (
              <Fact name={t('handover.column.signed')}>
                {t('shift.by', { at: time(row.signedAt), name: row.signedBy ?? '' })}
              </Fact>
            )}
          </Facts>
          <Remark label={t('handover.remark')} text={row.remark} />
          <Remark label={t('handover.signed-note')} text={row.signedNote ?? ''} />
          <HandoverItems
            row={row}
            mayWrite={mayWrite && row.isMine && row.state === 'draft' && row.awaiting === null}
          />
        </div>
      )}
    </Detail>
  );
}

function Remark({ label, text }: { label: string; text: string }) {
  if (text === '') return null;
  return (
    <div className="handover__remark">
      <h3>{label}</h3>
      <p>{text}</p>
    </div>
  );
}

/** What whoever looks at it can do: the one who leaves writes and hands over, another signs. */
function Deeds({ row }: { row: Handover }) {
  const { t } = useTranslation();
  if (row.state === 'draft') return row.isMine ? <Leaving row={row} /> : <p>{t('handover.draft-of-other')}</p>;
  if (row.state === 'signed') return null;
  if (row.signFault !== null)
    return (
      <p className="shift-why" data-testid="not-signed-here">
        <StatusMark severity="notice" />
        {t(row.signFault === 'four-eyes' ? 'handover.not-own' : 'handover.not-now')}
      </p>
    );
  return <Sign row={row} />;
}

function Leaving({ row: { id, remark } }: { row: Handover }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const client = useClient();
  const editing = useEditing();
  const [asked, setAsked] = useState<'remark' | 'hand-over' | 'remove' | null>(null);
  const [outcome, setOutcome] = useState<EditOutcome | null>(null);
  const title = t('handover.kind-of-record');
  const close = () => setAsked(null);
  useShortcut('edit', () => setAsked('remark'));
  useShortcut('remove', () => setAsked('remove'));
  async function handOver(): Promise<void> {
    try {
      setOutcome(await client.request('handovers.handOver', { id }));
    } catch {
      setOutcome({ result: 'failed', code: 'internal' });
    }
  }
  return (
    <div className="incident__steps" data-testid="leaving">
      <TextButton main onPress={() => setAsked('hand-over')}>
        {t('handover.hand-over')}
      </TextButton>
      <TextButton onPress={() => setAsked('remark')}>{t('handover.write-remark')}</TextButton>
      <TextButton quiet onPress={() => setAsked('remove')}>
        {t('handover.remove')}
      </TextButton>
      {outcome !== null && outcome.result !== 'kept' ? (
        <p role="alert">
          <StatusMark severity="warning" /> {reasonSentence(t, outcome)}
        </p>
      ) : null}
      {asked === 'remark' ? (
        <TextSheet
          testId="handover-remark"
          draftName={`handover-remark.${id}`}
          title={t('handover.remark')}
          kind={title}
          label={t('handover.remark-label')}
          confirm={t('edit.save')}
          initial={remark}
          onClose={close}
          onConfirm={(text) => void editing.actQuietly('handover', id, 'describe', { text }).then(setOutcome)}
        />
      ) : null}
      <Confirm
        isOpen={asked === 'hand-over'}
        title={t('handover.hand-over')}
        detail={t('handover.hand-over-detail')}
        confirm={t('handover.hand-over')}
        onClose={close}
        onConfirm={() => void handOver()}
      />
      <Confirm
        isOpen={asked === 'remove'}
        title={t('handover.remove')}
        detail={t('handover.remove-detail')}
        confirm={t('handover.remove')}
        onClose={close}
        onConfirm={() => {
          selection.select(null);
          void editing.remove('handover', id, title);
        }}
      />
    </div>
  );
}

function Sign({ row: { id, leavingBy } }: { row: Handover }) {
  const { t } = useTranslation();
  const editing = useEditing();
  const [isSigning, setSigning] = useState(false);
  const title = t('handover.kind-of-record');
  return (
    <div className="incident__steps" data-testid="sign">
      <TextButton main onPress={() => setSigning(true)}>
        {t('handover.sign')}
      </TextButton>
      {isSigning ? (
        <TextSheet
          testId="handover-sign"
          draftName={`handover-sign.${id}`}
          title={t('handover.sign')}
          kind={t('handover.of', { name: leavingBy })}
          label={t('handover.sign-label')}
          confirm={t('handover.sign')}
          onClose={() => setSigning(false)}
          onConfirm={(text) => void editing.act('handover', id, 'sign', title, text === '' ? {} : { text })}
        />
      ) : null}
    </div>
  );
}

function NotTaken({ row: { id, unsent } }: { row: Handover }) {
  const { t } = useTranslation();
  const showOutbox = useShowOutbox();
  if (unsent !== 'rejected' && unsent !== 'conflict') return null;
  return (
    <div className="shift-refused" role="alert" data-testid="handover-refused">
      <StatusMark severity="warning" />
      <span>{t('shift.refused')}</span>
      <TextButton
        onPress={() => showOutbox({ scope: { entity: 'handover', id, label: t('handover.kind-of-record') } })}
      >
        {t('shift.refused-show')}
      </TextButton>
    </div>
  );
}
