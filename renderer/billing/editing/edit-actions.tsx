import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnsentState } from '../../../shared/contract/index.ts';
import type { EditableEntity } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useShowOutbox } from '../../outbox/index.ts';
import { useMayEdit, useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { focusRegion } from '../../ui/regions.ts';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { UnsentMark } from '../../ui/unsent-mark.tsx';
import type { OfferedAction } from '../cycle-actions.ts';
import { ActionButtons, WithheldActions } from './action-buttons.tsx';
import { useDrafts, useEditing } from './use-editing.ts';
import './edit-actions.css';

interface EditActionsProps {
  entity: EditableEntity;
  id: string;
  title: string;
  canRemove: boolean;
  /** Why nothing of it can be changed now, in a sentence: said in place of the buttons. */
  locked?: string | undefined;
  /** What may be done with it now, besides editing. */
  actions?: readonly OfferedAction[];
  onEdit: () => void;
  /** Ways to other rows. */
  children?: ReactNode;
}

/** What can be done with the row of a detail. */
export function EditActions({
  entity,
  id,
  title,
  canRemove,
  locked,
  actions = [],
  onEdit,
  children,
}: EditActionsProps) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const editing = useEditing();
  const drafts = useDrafts();
  const isAllowed = useMayEdit();
  const mayEdit = isAllowed && locked === undefined;
  const [isAsked, setAsked] = useState(false);
  const remove = () => {
    if (canRemove && mayEdit) setAsked(true);
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

  return (
    <>
      <div className="detail__actions">
        {mayEdit ? (
          <TextButton onPress={edit}>
            {t('edit.edit')}
            <KeyCap of="edit" />
          </TextButton>
        ) : null}
        <ActionButtons entity={entity} id={id} title={title} actions={actions} />
        {canRemove && mayEdit ? (
          <TextButton onPress={remove}>
            {t('edit.remove')}
            <KeyCap of="remove" />
          </TextButton>
        ) : null}
        {children}
      </div>
      {locked === undefined ? null : (
        <p className="edit-line edit-line__text" data-testid="locked">
          {locked}
        </p>
      )}
      <WithheldActions actions={actions} />
      {isAllowed || actions.length > 0 ? null : <p className="edit-line edit-line__text">{t('session.read-only')}</p>}
      <Confirm
        isOpen={isAsked}
        title={t('edit.remove-title', { title })}
        detail={t('edit.remove-detail')}
        confirm={t('edit.remove')}
        onClose={() => setAsked(false)}
        onConfirm={() => void removeNow()}
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
