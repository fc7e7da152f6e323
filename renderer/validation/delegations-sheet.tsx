import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { DelegationRow } from '../../shared/contract/index.ts';
import { isInForce } from '../../shared/domain/index.ts';
import { useEditing } from '../billing/index.ts';
import { useFormat } from '../i18n/index.ts';
import { useRecord } from '../lists/index.ts';
import { useClient, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { WithUnsent } from '../ui/unsent-mark.tsx';
import { DelegationForm } from './delegation-form.tsx';
import { useMySubject } from './use-inbox-counts.ts';

const ENTITIES: readonly SyncEntity[] = ['delegation'];
const MOST = 100;

/** Who decides for whom, and the way to have somebody decide for oneself. */
export function DelegationsSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const me = useMySubject();
  const read = useCallback(
    (signal: AbortSignal) => client.request('delegations.page', { offset: 0, limit: MOST }, { signal }),
    [client],
  );
  const { record } = useRecord('delegations', read, ENTITIES);
  const rows = record.state === 'ready' ? record.value.rows : [];
  return (
    <Sheet
      testId="delegations"
      title={t('delegation.title')}
      isOpen
      onClose={onClose}
      foot={<TextButton onPress={onClose}>{t('edit.close')}</TextButton>}
    >
      {me === null ? <p>{t('delegation.unknown')}</p> : <DelegationForm me={me} />}
      {rows.length === 0 ? (
        <p>{t('delegation.none')}</p>
      ) : (
        <ul className="delegations">
          {rows.map((row) => (
            <Delegation key={row.id} row={row} me={me} />
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function Delegation({ row, me }: { row: DelegationRow; me: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { clock } = useServices();
  const editing = useEditing();
  const { id, fromSubject, toSubject, startsAt, endsAt, note, revokedAt, unsent } = row;
  const nowMs = clock.nowMs();
  const state =
    revokedAt !== null
      ? 'revoked'
      : Date.parse(endsAt) <= nowMs
        ? 'over'
        : isInForce(row, 'billing-cycle', nowMs)
          ? 'in-force'
          : 'to-come';
  const isOpen = state === 'in-force' || state === 'to-come';
  return (
    <li data-state={state}>
      <WithUnsent state={unsent}>{t('delegation.line', { from: fromSubject, to: toSubject })}</WithUnsent>
      <span>
        {format.dateTime(Date.parse(startsAt))} – {format.dateTime(Date.parse(endsAt))},{' '}
        {t(`delegation.state.${state}`)}
        {note === null ? null : ` · ${note}`}
      </span>
      {isOpen && (me === fromSubject || me === toSubject) ? (
        <TextButton onPress={() => void editing.act('delegation', id, 'revoke', toSubject, {})}>
          {t('delegation.revoke')}
        </TextButton>
      ) : null}
    </li>
  );
}
