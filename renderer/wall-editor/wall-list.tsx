import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenScreen } from '../../shared/contract/index.ts';
import type { Wall } from '../../shared/domain/index.ts';
import { TextButton } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import type { WallsState, WallsStore } from './walls-store.ts';

interface WallListProps {
  walls: readonly Wall[];
  open: readonly OpenScreen[];
  chosen: Wall;
  displays: WallsState['displays'];
  onChoose: (id: string) => void;
  onAdd: () => void;
  onDuplicate: (wall: Wall) => void;
  store: Pick<WallsStore, 'open' | 'close' | 'remove'>;
}

/** The walls, which of them are open, and what is done with a whole one. */
export function WallList({ walls, open, chosen, displays, onChoose, onAdd, onDuplicate, store }: WallListProps) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const isOpen = (id: string) => open.some(({ wall }) => wall === id);
  return (
    <nav className="walls__list" aria-label={t('walls.list')}>
      <ul>
        {walls.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              className="walls__name"
              aria-current={id === chosen.id}
              data-wall={id}
              onClick={() => onChoose(id)}
            >
              <span>{name}</span>
              {isOpen(id) ? <span className="walls__open">{t('walls.is-open')}</span> : null}
            </button>
          </li>
        ))}
      </ul>
      <div className="walls__actions">
        <TextButton onPress={onAdd}>{t('walls.new')}</TextButton>
        {displays === null ? null : isOpen(chosen.id) ? (
          <TextButton onPress={() => store.close(chosen.id)}>{t('walls.close')}</TextButton>
        ) : (
          <TextButton main onPress={() => store.open(chosen.id)}>
            {t('walls.open')}
          </TextButton>
        )}
        <TextButton quiet onPress={() => onDuplicate(chosen)}>
          {t('walls.duplicate')}
        </TextButton>
        <TextButton quiet onPress={() => setAsking(true)}>
          {t('walls.remove')}
        </TextButton>
      </div>
      <Confirm
        title={t('walls.remove-question', { name: chosen.name })}
        detail={t('walls.remove-detail')}
        confirm={t('walls.remove')}
        isOpen={isAsking}
        onConfirm={() => store.remove(chosen.id)}
        onClose={() => setAsking(false)}
      />
    </nav>
  );
}
