import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnsentState } from '../../../shared/contract/index.ts';
import type { BillingCycleAction, EditableEntity } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useShowOutbox } from '../../outbox/index.ts';
import { useMayEdit, useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { focusRegion } from '../../ui/regions.ts';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { UnsentMark } from '../../ui/unsent-mark.tsx';
import { useDrafts, useEditing } from './use-editing.ts';
import './edit-actions.css';

interface EditActionsProps {
  entity: EditableEntity;
  id: string;
  title: string;
  canRemove: boolean;
  /** What may be done with it now, besides editing. */
  actions?: readonly BillingCycleAction[];
  onEdit: () => void;
  /** Ways to other rows. */
  children?: ReactNode;
}

/** Closing freezes for good: it is asked about. Opening only lets missions in. */
const ASKED: ReadonlySet<BillingCycleAction> = new Set(['close']);

/** What can be done with the row of a detail. */
export function EditActions({ entity, id, title, canRemove, actions = [], onEdit, children }: EditActionsProps) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const editing = useEditing();
  const drafts = useDrafts();
  const mayEdit = useMayEdit();
  const [asked, setAsked] = useState<BillingCycleAction | 'remove' | null>(null);
  const remove = () => {
    if (canRemove && mayEdit) setAsked('remove');
  };
  const edit = () => {
    if (mayEdit) onEdit();
  };
  useShortcut('edit', edit);
  useShortcut('remove', remove);

  async function removeNow(): Promise<void> {
    const outcome = await editing.remove(entity, id, title);
    if (outcome.result !== 'kept') return;
    drafts.drop({ entity, id });
    selection.select(null);
    focusRegion('list');
  }
  function act(action: BillingCycleAction): void {
    if (ASKED.has(action)) setAsked(action);
    else void editing.act(entity, id, action, title);
  }

  return (
    <>
      <div className="detail__actions">
        {mayEdit ? (
          <>
            <TextButton onPress={edit}>{t('edit.edit')}</TextButton>
            {actions.map((action) => (
              <TextButton key={action} onPress={() => act(action)}>
                {t(`edit.action.${action}`)}
              </TextButton>
            ))}
            {canRemove ? <TextButton onPress={remove}>{t('edit.remove')}</TextButton> : null}
          </>
        ) : null}
        {children}
      </div>
      {mayEdit ? null : <p className="edit-line edit-line__text">{t('session.read-only')}</p>}
      <Confirm
        isOpen={asked !== null}
        title={asked === 'remove' ? t('edit.remove-title', { title }) : t('edit.action.close-title', { title })}
        detail={asked === 'remove' ? t('edit.remove-detail') : t('edit.action.close-detail')}
        confirm={asked === 'remove' ? t('edit.remove') : t('edit.action.close')}
        onClose={() => setAsked(null)}
        onConfirm={() => void (asked === 'remove' ? removeNow() : asked && editing.act(entity, id, asked, title))}
      />
    </>
  );
}

interface EditStateProps extends Pick<EditActionsProps, 'entity' | 'id' | 'title' | 'onEdit'> {
  unsent: UnsentState | null;
}

/** Whether something of a row is not sent, or not even saved. */
export function EditState({ entity, id, title, unsent, onEdit }: EditStateProps) {
  const { t } = useTranslation();
  const showOutbox = useShowOutbox();
  return (
    <>
      {unsent === null ? null : (
        <p className="edit-line" data-testid="unsent-line">
          <UnsentMark state={unsent} />
          <span className="edit-line__text">{t(`unsent.${unsent}-detail`)}</span>
          <TextButton quiet onPress={() => showOutbox({ scope: { entity, id, label: title } })}>
            {t('unsent.show')}
          </TextButton>
        </p>
      )}
      <DraftLine entity={entity} id={id} onResume={onEdit} />
    </>
  );
}

/** What was entered before and not saved. */
export function DraftLine({
  entity,
  id,
  onResume,
}: {
  entity: EditableEntity;
  id: string | null;
  onResume: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const draft = useDrafts().get({ entity, id });
  if (draft === undefined) return null;
  const time = format.dateTime(draft.savedAtMs);
  return (
    <p className="edit-line" data-testid="draft-line">
      <span className="edit-line__text">
        {id === null ? t('edit.draft-waits-new', { time }) : t('edit.draft-waits', { time })}
      </span>
      <TextButton quiet onPress={onResume}>
        {t('edit.draft-resume')}
      </TextButton>
    </p>
  );
}
