import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { GroundNotice } from './ground-notice.tsx';
import { GroundPanel } from './ground-panel.tsx';

/** Over the console's map: the way to what lies beneath the vehicles, and what is wrong with it. */
export function GroundTools() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    // The focus goes back to where it came from, once that is there again.
    requestAnimationFrame(() => button.current?.focus());
  };
  useShortcut('ground', () => (isOpen ? close() : setOpen(true)));
  return (
    <>
      {isOpen ? (
        <OpenPanel onClose={close} />
      ) : (
        <div className="ground-tools">
          <TextButton ref={button} onPress={() => setOpen(true)} data-testid="ground-open">
            <Icon name="layers" />
            {t('ground.open')}
          </TextButton>
        </div>
      )}
      {/* The panel says it itself. */}
      {isOpen ? null : <GroundNotice />}
    </>
  );
}

/** Escape closes it, as long as it is open. */
function OpenPanel({ onClose }: { onClose: () => void }) {
  useShortcut('close', onClose);
  return <GroundPanel onClose={onClose} />;
}
