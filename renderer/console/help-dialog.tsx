import { Checkbox, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { usePreferences, useServices } from '../stores/services.tsx';
import { IconButton } from '../ui/button.tsx';
import { keyCap } from '../ui/key-cap.tsx';
import { SHORTCUTS, type ShortcutName } from '../ui/shortcuts.tsx';
import { NEWS_STATES, NewsMark } from '../ui/news-mark.tsx';
import './help-dialog.css';

const NAMES = Object.keys(SHORTCUTS) as ShortcutName[];
const TABLE_KEYS = ['rows', 'pages', 'ends', 'open', 'mark', 'mark-all'] as const;
const TABLE_KEY_CAPS = {
  rows: ['↑', '↓'],
  pages: ['page-up', 'page-down'],
  ends: ['home', 'end'],
  open: ['enter'],
  mark: ['space'],
  'mark-all': ['Ctrl+A'],
} as const;
/** Every key and every mark of the console, on one page. */
export function HelpDialog({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const { t } = useTranslation();
  const { preferences } = useServices();
  const singleKeys = usePreferences((state) => state.singleKeys);
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="modal">
        <Dialog className="help" data-testid="help">
          <header className="help__head">
            <Heading slot="title" className="help__title">
              {t('help.title')}
            </Heading>
            <IconButton icon="close" name={t('detail.close')} shortcut="Esc" onPress={() => onOpenChange(false)} />
          </header>
          <div className="help__columns">
            <section>
              <h3 className="help__heading">{t('help.keys')}</h3>
              <dl className="help__keys">
                {NAMES.map((name) => (
                  <KeyLine key={name} keys={[SHORTCUTS[name][0]]} text={t(`help.key.${name}`)} />
                ))}
              </dl>
              <Checkbox
                className="help__choice"
                isSelected={singleKeys}
                onChange={(next) => preferences.set({ singleKeys: next })}
              >
                <span className="help__box" aria-hidden="true" />
                {t('help.single-keys')}
              </Checkbox>
            </section>
            <section>
              <h3 className="help__heading">{t('help.in-lists')}</h3>
              <dl className="help__keys">
                {TABLE_KEYS.map((name) => (
                  <KeyLine key={name} keys={TABLE_KEY_CAPS[name]} text={t(`help.list.${name}`)} />
                ))}
              </dl>
              <h3 className="help__heading">{t('help.marks')}</h3>
              <ul className="help__marks">
                {NEWS_STATES.map((name) => (
                  <li key={name}>
                    <NewsMark news={name} size="1.25rem" />
                    {t(`help.mark.${name}`)}
                  </li>
                ))}
              </ul>
            </section>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function KeyLine({ keys, text }: { keys: readonly string[]; text: string }) {
  const { t } = useTranslation();
  return (
    <div className="help__key">
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{keyCap(t, key)}</kbd>
        ))}
      </dt>
      <dd>{text}</dd>
    </div>
  );
}
