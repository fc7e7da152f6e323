import { useTranslation } from 'react-i18next';
import type { BoardCounts } from '../../shared/contract/index.ts';
import { BOARD_GROUPS, type BoardGroup } from '../../shared/domain/index.ts';
import { useFormat } from '../i18n/index.ts';
import { StatusMark } from '../ui/status-mark.tsx';

export function countOf(counts: BoardCounts, group: BoardGroup): number {
  return group === 'under-way' ? counts.underWay : counts[group];
}

/** How many missions each part of the board has. Colour only for what is late. */
export function BoardFigures({ counts }: { counts: BoardCounts | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <dl className="board-figures" aria-label={t('board.title')}>
      {BOARD_GROUPS.map((group) => {
        const count = counts === undefined ? undefined : countOf(counts, group);
        const isNotable = count !== undefined && count > 0;
        const kind = isNotable && group !== 'under-way' ? ` board-figure--${group}` : '';
        return (
          <div key={group} className={`board-figure${kind}`} data-count={group}>
            <dt className="board-figure__name">
              {kind === '' ? null : <StatusMark severity={group === 'late' ? 'warning' : 'notice'} size="0.9em" />}
              {t(`board.group.${group}`)}
            </dt>
            <dd className="board-figure__value" data-value={count}>
              {count === undefined ? '–' : format.integer(count)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** What the board does not show, said under it. */
export function BoardFoot({ counts, left = 0 }: { counts: BoardCounts | undefined; left?: number }) {
  const { t } = useTranslation();
  const forgotten = counts?.forgotten ?? 0;
  if (forgotten === 0 && left === 0) return null;
  return (
    <p className="board-foot">
      {left > 0 ? <span>{t('board.more', { count: left })}</span> : null}
      {forgotten > 0 ? <span>{t('board.forgotten', { count: forgotten })}</span> : null}
    </p>
  );
}
