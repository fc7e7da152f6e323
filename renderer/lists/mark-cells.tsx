/* oxlint-disable jsx-a11y/prefer-tag-over-role -- cells of a grid that is made of elements, see data-table.tsx */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { createStore } from 'zustand/vanilla';
import { TextButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { MAX_MARKED, type Marks, type MarksState } from './marks.ts';

/** Of a list whose rows cannot be marked. */
const NONE = createStore<MarksState<never>>(() => ({ rows: new Map<string, never>(), fault: null }));

export function useMarked<Row>(marks: Marks<Row> | undefined): ReadonlyMap<string, Row> {
  return useStore(marks?.state ?? NONE, ({ rows }) => rows);
}

/** For the eye and the mouse: the row itself says that it is marked. */
export function MarkBox({ isMarked }: { isMarked: boolean }) {
  return (
    <div className="mark-cell" role="gridcell" data-mark="">
      <span className="mark-box" data-marked={isMarked} aria-hidden="true">
        {isMarked ? <Icon name="check" size="0.75rem" /> : null}
      </span>
    </div>
  );
}

interface MarkAllProps<Row> {
  marks: Marks<Row>;
  total: number | null;
  /** Where all rows can be chosen without marking each of them: the grid has a key for it, and this box is for the mouse. */
  everything?: { readonly isChosen: boolean; readonly choose: () => void; readonly leave: () => void };
}

/** Marks every row of the list, or takes all marks off. */
export function MarkAll<Row>({ marks, total, everything }: MarkAllProps<Row>) {
  const { t } = useTranslation();
  const marked = useMarked(marks).size;
  const size = everything?.isChosen === true ? (total ?? 0) : marked;
  const isAll = size > 0 && size === total;
  const mark = () => {
    if (everything !== undefined) everything.choose();
    else if (total !== null) marks.markAll(total);
  };
  const unmark = () => {
    everything?.leave();
    marks.clear();
  };
  return (
    <div role="columnheader" className="mark-cell">
      <button
        type="button"
        className="mark-cell"
        aria-label={t(size === 0 ? 'mark.all' : 'mark.none')}
        tabIndex={everything === undefined ? 0 : -1}
        onClick={size === 0 ? mark : unmark}
      >
        <span className="mark-box" data-marked={size === 0 ? 'false' : isAll ? 'true' : 'some'} aria-hidden="true">
          {size === 0 ? null : <Icon name="check" size="0.75rem" />}
        </span>
      </button>
    </div>
  );
}

/** How many rows are marked, and what can be done with them; nothing while there are none. */
export function MarkedBar<Row>({ marks, children }: { marks: Marks<Row>; children: ReactNode }) {
  const { t } = useTranslation();
  const { rows, fault } = useStore(marks.state);
  const isShown = rows.size > 0 || fault !== null;
  return (
    <>
      <output className="visually-hidden">{rows.size === 0 ? '' : t('mark.count', { count: rows.size })}</output>
      {isShown ? (
        <div className="marked-bar" data-testid="marked-bar" data-count={rows.size}>
          <span className="marked-bar__count">{t('mark.count', { count: rows.size })}</span>
          {fault === null ? null : (
            <span className="unsent unsent--conflict" role="alert">
              <StatusMark severity="warning" />
              {fault === 'unread' ? t('mark.failed') : t('mark.at-most', { count: MAX_MARKED })}
            </span>
          )}
          {rows.size > 0 ? children : null}
          <TextButton quiet onPress={marks.clear}>
            {t('mark.none')}
          </TextButton>
        </div>
      ) : null}
    </>
  );
}
