import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { OutboxTabLabel } from '../../outbox/index.ts';
import { AlarmTabLabel } from '../../alarms/index.ts';
import { ValidationTabLabel } from '../../validation/index.ts';
import { DOCK_TYPE } from './drop-zone.ts';
import type { Dock } from './layout-tree.ts';

interface TabBarProps {
  id: string;
  docks: readonly Dock[];
  shown: Dock;
  onShow: (dock: Dock) => void;
}

/** The tabs of a group (WAI-ARIA Authoring Practices, "Tabs", with automatic activation). A tab can be dragged to another place. */
export function TabBar({ id, docks, shown, onShow }: TabBarProps) {
  const { t } = useTranslation();
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const index = docks.indexOf(shown);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (index + 1) % docks.length,
      ArrowLeft: (index + docks.length - 1) % docks.length,
      Home: 0,
      End: docks.length - 1,
    };
    const next = docks[targets[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onShow(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  }
  return (
    <div className="tab-list" role="tablist" aria-label={t('console.panels')} tabIndex={-1} onKeyDown={onKeyDown}>
      {docks.map((dock) => (
        <button
          key={dock}
          type="button"
          id={`${id}-${dock}`}
          className="tab"
          role="tab"
          aria-selected={dock === shown}
          aria-controls={dock === shown ? `${id}-panel` : undefined}
          tabIndex={dock === shown ? 0 : -1}
          data-tab={dock}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.setData(DOCK_TYPE, dock);
            event.dataTransfer.effectAllowed = 'move';
          }}
          onClick={() => onShow(dock)}
        >
          <TabLabel dock={dock} />
        </button>
      ))}
    </div>
  );
}

function TabLabel({ dock }: { dock: Dock }) {
  const { t } = useTranslation();
  if (dock === 'outbox') return <OutboxTabLabel />;
  if (dock === 'alarms') return <AlarmTabLabel />;
  if (dock === 'validations') return <ValidationTabLabel />;
  return <>{t(`panel.${dock}`)}</>;
}
