import { useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { newWall, nextKey, type Wall } from '../../shared/domain/index.ts';
import { errorSentence } from '../i18n/index.ts';
import { IconButton, TextButton } from '../ui/button.tsx';
import { StateMessage } from '../ui/state-message.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { duplicateWall, placeBeside } from './arrange.ts';
import { WallForm } from './wall-form.tsx';
import { WallList } from './wall-list.tsx';
import type { WallsStore } from './walls-store.ts';
import './editor.css';

/** The walls of this desk, and what is on each display. Every change is kept at once; a wall that is open shows it. */
export function Editor({ store, onClose }: { store: WallsStore; onClose: () => void }) {
  const { t } = useTranslation();
  const { walls, open, displays, error } = useStore(store.state);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = walls?.find(({ id }) => id === chosenId) ?? walls?.[0];

  function add(): void {
    const known = walls ?? [];
    const id = nextKey(known);
    // The console is on the primary one, as a rule, and a wall covers what is under it.
    const display = displays?.find(({ primary }) => !primary) ??
      displays?.[0] ?? { id: 0, label: '', bounds: placeBeside([]) };
    keep(newWall(id, freeName(known, t('walls.new-name')), display));
  }
  function duplicate(wall: Wall): void {
    const known = walls ?? [];
    keep(duplicateWall(wall, nextKey(known), freeName(known, wall.name)));
  }
  function keep(wall: Wall): void {
    store.save(wall);
    setChosenId(wall.id);
  }

  return (
    <ModalOverlay className="scrim" isOpen onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Modal className="sheet sheet--walls">
        <Dialog className="dialog" data-testid="wall-editor">
          <header className="dialog__head">
            <Heading slot="title" className="dialog__title">
              {t('walls.title')}
            </Heading>
            <IconButton icon="close" name={t('edit.close')} shortcut="Esc" onPress={onClose} />
          </header>
          <div className="dialog__body walls">
            {walls === undefined ? (
              <StateMessage severity="unknown" title={t('walls.reading')} />
            ) : (
              <>
                {chosen === undefined ? null : (
                  <WallList
                    {...{ walls, open, chosen, displays }}
                    onChoose={setChosenId}
                    onAdd={add}
                    onDuplicate={duplicate}
                    store={store}
                  />
                )}
                {chosen === undefined ? (
                  <StateMessage
                    severity="normal"
                    icon="wall"
                    title={t('walls.none')}
                    detail={t('walls.none-detail')}
                    action={
                      <TextButton main onPress={add}>
                        {t('walls.new')}
                      </TextButton>
                    }
                  />
                ) : (
                  <WallForm
                    key={chosen.id}
                    {...{ wall: chosen, open, displays }}
                    onChange={(wall) => store.save(wall)}
                    onIdentify={() => store.identify()}
                  />
                )}
              </>
            )}
          </div>
          {error === null ? null : (
            <footer className="dialog__foot walls__fault" role="alert">
              <StatusMark severity="alarm" />
              <Fault code={error.code} />
            </footer>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Fault({ code }: { code: string }) {
  const { t } = useTranslation();
  const { sentence, remedy } = errorSentence(t, code);
  return (
    <p>
      {sentence} {remedy}
    </p>
  );
}

/** A name that no wall has: with a number where it must. */
function freeName(walls: readonly Wall[], wanted: string): string {
  const taken = new Set(walls.map(({ name }) => name));
  const base = wanted.replace(/ \d+$/, '');
  let number = 1;
  while (taken.has(number === 1 ? base : `${base} ${number}`)) number += 1;
  return number === 1 ? base : `${base} ${number}`;
}
