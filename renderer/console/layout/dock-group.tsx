import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DockMenu } from './dock-menu.tsx';
import { DockSlot } from './dock-hosts.tsx';
import { dropDock } from './drop-zone.ts';
import type { GroupContext } from './group-context.ts';
import type { Dock, Group } from './layout-tree.ts';
import { TabBar } from './tab-bar.tsx';
import { useAttention } from './use-attention.ts';
import { useDropTarget } from './use-drop-target.ts';

/** One place of the console: the dock that is shown in it, tabs for those that share it, and what can be done with them. */
export function DockGroup({ group, context }: { group: Group; context: GroupContext }) {
  const { t } = useTranslation();
  const id = useId();
  const { docks, shown } = group;
  const isMap = shown === 'map';
  const isCurrent = docks.includes(context.current);
  // A map alone has no bar: it takes all of its place, and what is beside it can be moved.
  const hasBar = docks.length > 1 || !isMap;
  const label = isMap ? t('map.title') : docks.length > 1 ? t('console.panels') : t(`panel.${shown}`);

  const place = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  // Whoever works in a list is at it: keys and details go there.
  useAttention(body, () => {
    if (!isMap && context.current !== shown) context.onShow(shown);
  });
  const zone = useDropTarget(place, (dock, at) => {
    context.layouts.change((layout) => dropDock(layout, dock, shown, at));
    context.onShow(dock);
  });

  return (
    <section
      ref={place}
      className="dock-group"
      aria-label={label}
      data-region={isMap ? 'map' : isCurrent ? 'list' : `list-${shown}`}
      data-dock={shown}
      tabIndex={-1}
    >
      {hasBar ? (
        <div className="dock-bar">
          <TabBar id={id} docks={docks} shown={shown} onShow={context.onShow} />
          <DockMenu group={group} context={context} />
        </div>
      ) : null}
      <div ref={body} className="dock-group__body" {...(hasBar ? panelOf(id, shown) : {})}>
        <DockSlot key={shown} name={shown} className="dock-slot" />
      </div>
      {docks.includes(context.detailAt) ? <DockSlot name="detail" className="dock-detail-slot" /> : null}
      {zone === null ? null : <div className={`drop-zone drop-zone--${zone}`} aria-hidden="true" />}
    </section>
  );
}

function panelOf(id: string, shown: Dock) {
  return { id: `${id}-panel`, role: 'tabpanel', 'aria-labelledby': `${id}-${shown}` } as const;
}
