import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { StaleNotice, useListShown } from '../lists/index.ts';
import { useNow } from '../stores/services.tsx';
import { BoardEmpty } from './board-empty.tsx';
import { BoardFigures, BoardFoot } from './board-head.tsx';
import { columnsIn, Section, SENT_LINES, SentMission } from './board-lines.tsx';
import type { BoardModel } from './board-model.ts';
import { layOutPages, pageAt } from './board-pages.ts';
import { useSentMission } from './use-sent-mission.ts';

/** The board on a wall: large, without a pointer, turning its pages by the clock where they do not fit on one. */
export function BoardWall({ model, scale }: { model: BoardModel; scale: number }) {
  const { t } = useTranslation();
  const list = useStore(model.list.state);
  const shown = useListShown(list, false);
  const counts = model.list.answer()?.counts;
  const body = useRef<HTMLDivElement>(null);
  const { lines, widthEm } = useRoom(body);
  const columns = columnsIn(widthEm);
  const sent = useSentMission();
  const now = useNow();
  const usable = sent.mission === undefined ? lines : lines - SENT_LINES;
  const { pages, left } = counts === undefined ? { pages: [], left: 0 } : layOutPages(counts, usable);
  const index = pageAt(now, pages.length);
  const sections = pages[index] ?? [];
  const first = sections[0]?.first ?? 0;
  const last = (sections.at(-1)?.first ?? 0) + (sections.at(-1)?.count ?? 1) - 1;
  useLayoutEffect(() => model.list.show(first, Math.max(first, last)), [model, first, last]);
  const hasRows = shown.state === 'ready' || shown.state === 'loading';
  return (
    <div
      className="board board--wall"
      data-testid="mission-board"
      data-state={shown.state}
      data-total={list.total ?? undefined}
      style={{ ['--board-scale' as string]: scale }}
    >
      <div className="board__head">
        <BoardFigures counts={counts} />
        {pages.length > 1 ? (
          <p className="board__page" data-testid="board-page">
            {t('board.page', { page: index + 1, pages: pages.length })}
          </p>
        ) : null}
      </div>
      <StaleNotice list={list} onRetry={model.list.retry} />
      <div ref={body} className="board__body">
        {hasRows || sent.mission !== undefined ? (
          <table className="board-table" aria-label={t('board.title')}>
            <colgroup>
              {columns.map(({ name }) => (
                <col key={name} className={`board-column--${name}`} />
              ))}
            </colgroup>
            <thead>
              <tr className="board-line">
                {columns.map(({ name }) => (
                  <th key={name} scope="col" className={`board-cell board-cell--${name}`}>
                    {t(`board.column.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            {sent.mission === undefined ? null : <SentMission mission={sent.mission} columns={columns} />}
            {sections.map((section) => (
              <Section
                key={section.group}
                section={section}
                columns={columns}
                row={model.list.row}
                isSent={sent.isSent}
              />
            ))}
          </table>
        ) : null}
        {hasRows ? null : <BoardEmpty shown={shown} />}
      </div>
      <BoardFoot counts={counts} left={left} />
    </div>
  );
}

/** Height of a line in em of the board's own type, as the style sheet sets it. */
const LINE_EM = 1.9;

/** How many lines fit under the head of the table, and how wide it is in em. */
function useRoom(body: { readonly current: HTMLElement | null }): { lines: number; widthEm: number } {
  const [room, setRoom] = useState({ lines: 12, widthEm: 80 });
  useLayoutEffect(() => {
    const element = body.current;
    if (element === null) return undefined;
    const measure = () => {
      const size = Number.parseFloat(getComputedStyle(element).fontSize) || 16;
      const lines = Math.max(2, Math.floor(element.clientHeight / (size * LINE_EM)) - 1);
      const widthEm = Math.floor(element.clientWidth / size);
      setRoom((before) => (before.lines === lines && before.widthEm === widthEm ? before : { lines, widthEm }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [body]);
  return room;
}
