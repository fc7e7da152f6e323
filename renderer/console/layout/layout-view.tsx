import { type CSSProperties, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Splitter } from '../splitter.tsx';
import './layout.css';
import { DockGroup } from './dock-group.tsx';
import type { GroupContext } from './group-context.ts';
import { groupsOf, type Layout, placeOf, resize, type Split } from './layout-tree.ts';

/** The console as a layout divides it: groups of docks, with borders between them that can be moved. */
export function LayoutView({ layout, context }: { layout: Layout; context: GroupContext }) {
  return layout.kind === 'group' ? (
    <DockGroup group={layout} context={context} />
  ) : (
    <SplitView split={layout} context={context} />
  );
}

function SplitView({ split, context }: { split: Split; context: GroupContext }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const { direction, percent, first, second } = split;
  const place = placeOf(split);
  const [beyond] = groupsOf(second);
  return (
    <div ref={frame} className={`split split--${direction}`}>
      <div className="split__place" style={share(100 - percent)}>
        <LayoutView layout={first} context={context} />
      </div>
      <Splitter
        frame={frame}
        direction={direction}
        percent={percent}
        label={t(direction === 'row' ? 'layout.border-row' : 'layout.border-column', {
          name: t(`panel.${beyond?.shown ?? 'map'}`),
        })}
        onMove={(next) => context.layouts.change((layout) => resize(layout, place, next))}
      />
      <div className="split__place" style={share(percent)}>
        <LayoutView layout={second} context={context} />
      </div>
    </div>
  );
}

function share(percent: number): CSSProperties {
  return { flexGrow: percent, flexBasis: 0 };
}
