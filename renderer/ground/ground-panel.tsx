import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { IconButton } from '../ui/button.tsx';
import { BaseMapPart } from './base-map-part.tsx';
import { useGroundStore, useGroundView } from './ground-context.tsx';
import { FencesPart } from './fences/fences-part.tsx';
import { LayersPart } from './layers-part.tsx';
import './ground-panel.css';

/** What lies beneath the vehicles, to be chosen: beside the map rather than over all of it, since its effect is seen there. */
export function GroundPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { maps, fences } = useGroundStore();
  const isDrawing = useStore(fences.state, ({ draft }) => draft !== null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const { offsetLeft = 0, offsetWidth = 0 } = panel.current ?? {};
    return maps.cover(offsetLeft + offsetWidth);
  }, [maps]);
  const baseMap = useGroundView(({ ground }) => ground?.baseMap);
  return (
    <section ref={panel} className="ground-panel" aria-label={t('ground.title')} data-testid="ground-panel">
      <header className="ground-panel__head">
        <h2 className="ground-panel__title">{t('ground.title')}</h2>
        <IconButton icon="close" name={t('ground.close')} shortcut="Esc" onPress={onClose} />
      </header>
      <div className="ground-panel__body">
        {/* While something is drawn nothing else is in the way. */}
        {isDrawing || baseMap === undefined ? null : <BaseMapPart baseMap={baseMap} />}
        {isDrawing ? null : <LayersPart />}
        <FencesPart />
      </div>
    </section>
  );
}
