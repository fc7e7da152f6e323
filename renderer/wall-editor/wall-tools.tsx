import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHeld } from '../stores/holder.ts';
import { useServices } from '../stores/services.tsx';
import { IconButton } from '../ui/button.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { Editor } from './editor.tsx';
import { SendToWall } from './send-to-wall.tsx';
import { useLinkedWalls } from './use-linked-walls.ts';
import { createWallsStore, type WallsStore } from './walls-store.ts';

/** For the console's header: opens the editor of walls, and sends what is chosen to one. */
export function WallTools() {
  const { connection } = useServices();
  const make = useCallback(() => createWallsStore(connection), [connection]);
  const store = useHeld(make);
  return store === null ? null : <Tools store={store} />;
}

function Tools({ store }: { store: WallsStore }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  useShortcut('walls', () => setOpen(true));
  useLinkedWalls(store);
  return (
    <>
      <SendToWall store={store} />
      <IconButton icon="wall" name={t('walls.title')} shortcut="W" onPress={() => setOpen(true)} />
      {isOpen ? <Editor store={store} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
