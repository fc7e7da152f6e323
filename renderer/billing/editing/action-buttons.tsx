import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CycleAction, EditableEntity } from '../../../shared/domain/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { Confirm, Sheet } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { OfferedAction } from '../cycle-actions.ts';
import { RestoredNote } from '../rates/form-notes.tsx';
import { useEditing } from './use-editing.ts';
import { useKeptText } from './use-kept-entry.ts';

/** What one person cannot take back alone is asked about. */
const ASKED = ['close', 'invoice', 'credit'] as const;

interface ActionButtonsProps {
  entity: EditableEntity;
  id: string;
  title: string;
  actions: readonly OfferedAction[];
}

/** A button for each action that may be taken now. */
export function ActionButtons({ entity, id, title, actions }: ActionButtonsProps) {
  const { t } = useTranslation();
  const editing = useEditing();
  const [chosen, setChosen] = useState<OfferedAction | null>(null);
  const act = (action: OfferedAction) => {
    if (action.needsReason || isAsked(action.name)) setChosen(action);
    else void editing.act(entity, id, action.name, title);
  };
  const asked = chosen?.name ?? null;
  const close = () => setChosen(null);
  return (
    <>
      {actions
        .filter(({ withheld }) => withheld === undefined)
        .map((action) => (
          <TextButton key={action.name} onPress={() => act(action)}>
            {t(`edit.action.${action.name}`)}
          </TextButton>
        ))}
      {asked !== null && chosen?.needsReason ? (
        <ReasonSheet
          draftName={`reason.${entity}.${id}.${asked}`}
          title={t(`edit.action.${asked}`)}
          kind={title}
          confirm={t(`edit.action.${asked}`)}
          detail={isAsked(asked) ? t(`edit.action.${asked}-detail`) : undefined}
          onClose={close}
          onConfirm={(reason) => void editing.act(entity, id, asked, title, { reason })}
        />
      ) : null}
      {asked !== null && isAsked(asked) && !chosen?.needsReason ? (
        <Confirm
          isOpen
          title={t('edit.action.title', { action: t(`edit.action.${asked}`), title })}
          detail={t(`edit.action.${asked}-detail`)}
          confirm={t(`edit.action.${asked}`)}
          onClose={close}
          onConfirm={() => void editing.act(entity, id, asked, title)}
        />
      ) : null}
    </>
  );
}

/** Steps that this person must leave to somebody else, and why: so that nobody looks for a button that is not there. */
export function WithheldActions({ actions }: Pick<ActionButtonsProps, 'actions'>) {
  const { t } = useTranslation();
  const withheld = actions.filter((action) => action.withheld !== undefined);
  if (withheld.length === 0) return null;
  return (
    <ul className="edit-withheld" data-testid="withheld-actions">
      {withheld.map(({ name, withheld: why }) => (
        <li key={name}>
          {t('edit.action.withheld', {
            action: t(`edit.action.${name}`),
            why: t(`edit.withheld.${why ?? 'own-work'}`),
          })}
        </li>
      ))}
    </ul>
  );
}

function isAsked(action: CycleAction): action is (typeof ASKED)[number] {
  return ASKED.some((asked) => asked === action);
}

interface ReasonSheetProps {
  /** Of what it is, for what is typed to be back after a crash. */
  draftName: string;
  title: string;
  kind: string;
  confirm: string;
  detail: string | undefined;
  onConfirm: (reason: string) => void;
  onClose: () => void;
}

/** Asks for the reason of a step back: it is written down with the step. */
export function ReasonSheet({ draftName, title, kind, confirm, detail, onConfirm, onClose }: ReasonSheetProps) {
  const { t } = useTranslation();
  const entry = useKeptText(draftName);
  const reason = entry.values.text;
  const [isMissing, setMissing] = useState(false);
  const send = () => {
    if (reason.trim() === '') {
      setMissing(true);
      return;
    }
    close();
    onConfirm(reason.trim());
  };
  const close = () => {
    entry.drop();
    onClose();
  };
  return (
    <Sheet
      testId="reason"
      title={title}
      kind={kind}
      isOpen
      onClose={close}
      foot={
        <>
          <TextButton onPress={close}>{t('edit.cancel')}</TextButton>
          <TextButton onPress={send}>{confirm}</TextButton>
        </>
      }
    >
      {detail === undefined ? null : <p className="dialog__detail">{detail}</p>}
      <RestoredNote form={entry} />
      <TextField
        field="reason"
        label={t('edit.action.reason')}
        hint={t('edit.action.reason-hint')}
        isRequired
        value={reason}
        onChange={(text) => {
          entry.change({ text: text.slice(0, 2000) });
          setMissing(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send();
        }}
        {...(isMissing ? { error: t('edit.action.reason-missing') } : {})}
      />
    </Sheet>
  );
}
