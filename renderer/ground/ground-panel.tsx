import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/button.tsx';
import { BaseMapPart } from './base-map-part.tsx';
import { useGroundView } from './ground-context.tsx';
import { FencesPart } from './fences/fences-part.tsx';
import { LayersPart } from './layers-part.tsx';
import './ground-panel.css';

/** What lies beneath the vehicles, to be chosen: beside the map rather than over all of it, since its effect is seen there. */
export function GroundPanel({ onClose, children }: { onClose: () => void; children?: ReactNode }) {
  const { t } = useTranslation();
  const baseMap = useGroundView(({ ground }) => ground?.baseMap);
  return (
    <section className="ground-panel" aria-label={t('ground.title')} data-testid="ground-panel">
      <header className="ground-panel__head">
        <h2 className="ground-panel__title">{t('ground.title')}</h2>
        <IconButton icon="close" name={t('ground.close')} shortcut="Esc" onPress={onClose} />
      </header>
      <div className="ground-panel__body">
        {baseMap === undefined ? null : <BaseMapPart baseMap={baseMap} />}
        <LayersPart />
        <FencesPart />
        {children}
      </div>
    </section>
  );
}
