import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { PagedList, Window } from '../stores/paged-list.ts';
import { usePreferences } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import './held-rows.css';

interface HeldRowsProps<Row, Query, Answer extends Window<Row>> {
  list: PagedList<Row, Query, Answer>;
  children: ReactNode;
}

/**
 * Holds the order of a list while the pointer is over it or the focus in it, so that no row jumps away from whoever is at it; says that
 * a newer order waits, and takes it on demand. What is in the rows goes on following.
 */
export function HeldRows<Row, Query, Answer extends Window<Row>>({
  list,
  children,
}: HeldRowsProps<Row, Query, Answer>) {
  const { t } = useTranslation();
  const waiting = useStore(list.state, (state) => state.waiting);
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  const at = useRef({ pointer: false, focus: false });
  const tell = (change: Partial<{ pointer: boolean; focus: boolean }>) => {
    at.current = { ...at.current, ...change };
    list.hold(at.current.pointer || at.current.focus);
  };
  useEffect(() => () => list.hold(false), [list]);
  useShortcut('take-order', list.takeOrder);
  return (
    <div
      className="held-rows"
      onPointerEnter={() => tell({ pointer: true })}
      onPointerLeave={() => tell({ pointer: false })}
      onFocus={() => tell({ focus: true })}
      onBlur={({ currentTarget, relatedTarget }) => tell({ focus: currentTarget.contains(relatedTarget) })}
    >
      {children}
      <output className="held-rows__waits" data-testid="order-waits" data-waiting={waiting}>
        {waiting ? (
          <TextButton onPress={list.takeOrder}>
            <Icon name="descending" size="0.8125rem" />
            {t('list.order-waits')}
            {singleKeys ? <kbd aria-hidden="true">R</kbd> : null}
          </TextButton>
        ) : null}
      </output>
    </div>
  );
}
