import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton, TextButton } from './button.tsx';
import './dialog.css';

interface SheetProps {
  testId: string;
  title: string;
  /** A small word above the title. */
  kind?: string;
  /** Beside the map rather than over it. */
  side?: boolean;
  /** For what stands side by side. */
  isWide?: boolean;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Its buttons, the main one last. */
  foot: ReactNode;
}

/** A dialog with a title, a part that scrolls, and its buttons. Escape closes it; the focus then goes back where it was. */
export function Sheet({
  testId,
  title,
  kind,
  side = false,
  isWide = false,
  isOpen,
  onClose,
  children,
  foot,
}: SheetProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLElement>(null);
  useFocusKept(dialog);
  return (
    <ModalOverlay
      className={side ? 'scrim scrim--side' : 'scrim'}
      isOpen={isOpen}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Modal className={side ? 'sheet sheet--side' : isWide ? 'sheet sheet--wide' : 'sheet'}>
        <Dialog ref={dialog} className="dialog" data-testid={testId}>
          <header className="dialog__head">
            <div>
              {kind === undefined ? null : <p className="dialog__kind">{kind}</p>}
              <Heading slot="title" className="dialog__title">
                {title}
              </Heading>
            </div>
            <IconButton icon="close" name={t('edit.close')} shortcut="Esc" onPress={onClose} />
          </header>
          <div className="dialog__body">{children}</div>
          <footer className="dialog__foot">{foot}</footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A button that led on and is gone, or cannot be pressed any more, takes the focus with it, and Escape: the dialog takes it back itself. */
function useFocusKept(dialog: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body || activeElement.matches(':disabled'))
      dialog.current?.focus();
  });
}

interface ConfirmProps {
  title: string;
  detail: string;
  /** What is done if the person says yes: a verb. */
  confirm: string;
  isOpen: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what cannot be undone. No button has the focus at first: Enter alone does nothing. */
export function Confirm({ title, detail, confirm, isOpen, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      className="scrim"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Modal className="sheet">
        <Dialog className="dialog" role="alertdialog" data-testid="confirm">
          <header className="dialog__head">
            <Heading slot="title" className="dialog__title">
              {title}
            </Heading>
          </header>
          <div className="dialog__body">
            <p className="dialog__detail">{detail}</p>
          </div>
          <footer className="dialog__foot">
            <TextButton onPress={onClose}>{t('edit.cancel')}</TextButton>
            <TextButton
              onPress={() => {
                onClose();
                onConfirm();
              }}
            >
              {confirm}
            </TextButton>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
