import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordPanel } from '../../stores/selection.ts';
import { useMayEdit, useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { DraftLine } from './edit-actions.tsx';

interface NewRowOptions {
  entity: 'third-party' | 'billing-cycle';
  /** The list that it comes into. */
  panel: RecordPanel;
  renderForm: (props: { onKept: (id: string) => void; onClose: () => void }) => ReactNode;
}

/** The way to add a row to a list. The new row's detail is shown at once, whether there is a server or not. */
export function useNewRow({ entity, panel, renderForm }: NewRowOptions): { button: ReactNode; notice: ReactNode } {
  const { t } = useTranslation();
  const { selection } = useServices();
  const [isOpen, setOpen] = useState(false);
  const mayEdit = useMayEdit();
  const open = () => setOpen(mayEdit);
  useShortcut('new', open);
  const onKept = (id: string) => selection.select({ panel, id });
  return {
    button: mayEdit ? (
      <TextButton aria-label={t(`edit.new.${entity}`)} onPress={open}>
        <Icon name="add" size="0.8125rem" />
        {t('edit.new')}
        <KeyCap of="new" />
      </TextButton>
    ) : null,
    notice: (
      <>
        {isOpen ? null : <DraftLine entity={entity} id={null} onResume={open} />}
        {isOpen ? renderForm({ onKept, onClose: () => setOpen(false) }) : null}
      </>
    ),
  };
}
