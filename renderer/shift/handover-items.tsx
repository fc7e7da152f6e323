import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverDetail } from '../../shared/contract/index.ts';
import { HANDOVER_GROUPS, type HandoverGroup, type HandoverItem } from '../../shared/domain/index.ts';
import { useEditing } from '../billing/index.ts';
import { useFormat } from '../i18n/index.ts';
import { useNow } from '../stores/services.tsx';
import { Priority } from './marks.tsx';
import { TextSheet } from './text-sheet.tsx';

/** What is handed over, by its kind. In one's own draft each item is a button that asks for a remark; the arrow keys go from one to the next. */
export function HandoverItems({ row, mayWrite }: { row: HandoverDetail; mayWrite: boolean }) {
  const groups = useRef<HTMLDivElement>(null);
  const { t } = useTranslation();
  const [asked, setAsked] = useState<HandoverItem | null>(null);
  if (row.items.length === 0)
    return (
      <p className="shift-none">{t(row.state === 'draft' ? 'handover.nothing-stands' : 'handover.nothing-stood')}</p>
    );
  return (
    <div className="handover__groups" data-testid="handover-items" ref={groups}>
      {HANDOVER_GROUPS.map((group) => (
        <Group
          key={group}
          group={group}
          row={row}
          onAsk={mayWrite ? setAsked : null}
          onStep={(by) => goOn(groups.current, by)}
        />
      ))}
      {row.more === 0 ? null : <p className="shift-why">{t('handover.more', { count: row.more })}</p>}
      {asked === null ? null : <RemarkSheet row={row} item={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

/** To the item before or after the one that has the focus, over the groups. */
function goOn(groups: HTMLElement | null, by: 1 | -1): void {
  const items = [...(groups?.querySelectorAll<HTMLElement>('[data-item] button') ?? [])];
  const at = items.findIndex((item) => item === document.activeElement);
  if (at >= 0) items[at + by]?.focus();
}

interface Asking {
  /** Null: nothing can be written. */
  onAsk: ((item: HandoverItem) => void) | null;
  /** The arrows lead up and down. */
  onStep: (by: 1 | -1) => void;
}

function Group({ group, row, ...asking }: Asking & { group: HandoverGroup; row: HandoverDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const items = row.items.filter((item) => item.group === group);
  if (items.length === 0) return null;
  return (
    <section data-group={group}>
      <h3>
        {t(`handover.group.${group}`)} <span className="handover__count">{format.integer(items.length)}</span>
      </h3>
      <ul>
        {items.map((item) => (
          <Item key={item.key} item={item} row={row} {...asking} />
        ))}
      </ul>
    </section>
  );
}

function Item({ item, row, onAsk, onStep }: Asking & { item: HandoverItem; row: HandoverDetail }) {
  const { t } = useTranslation();
  const remark = row.remarks[item.key];
  const line = <ItemLine item={item} />;
  return (
    <li data-item={item.key} data-settled={item.settledAt !== null || undefined}>
      {onAsk === null ? (
        <div className="handover__item">{line}</div>
      ) : (
        <button
          type="button"
          className="handover__item"
          onClick={() => onAsk(item)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
            event.preventDefault();
            onStep(event.key === 'ArrowDown' ? 1 : -1);
          }}
        >
          {line}
        </button>
      )}
      {remark === undefined ? null : (
        <p className="handover__said">
          {remark.isSettled ? <strong>{t('handover.settled-by-hand')} </strong> : null}
          {remark.text}
        </p>
      )}
    </li>
  );
}

function ItemLine({ item: { label, about, priority, sinceAt, dueAt, times, settledAt } }: { item: HandoverItem }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const time = (at: string) => format.time(Date.parse(at), now);
  return (
    <>
      <span className="handover__label">
        {priority === null ? null : <Priority priority={priority} isOver={settledAt !== null} />}
        <strong>{label}</strong>
        {about === null || about === '' ? null : <span>{about}</span>}
      </span>
      <span className="handover__when">
        {settledAt === null ? null : <span>{t('handover.settled')}</span>}
        {times === 0 ? null : <span>{t('handover.times', { count: times })}</span>}
        {sinceAt === null ? null : <span>{t('handover.since', { at: time(sinceAt) })}</span>}
        {dueAt === null ? null : <span>{t('handover.due', { at: time(dueAt) })}</span>}
      </span>
    </>
  );
}

function RemarkSheet({ row, item, onClose }: { row: HandoverDetail; item: HandoverItem; onClose: () => void }) {
  const { t } = useTranslation();
  const editing = useEditing();
  const { key, group, label } = item;
  const before = row.remarks[key];
  return (
    <TextSheet
      testId="item-remark"
      draftName={`handover-item.${row.id}.${key}`}
      title={label}
      kind={t(`handover.group.${group}`)}
      label={t('handover.item-remark')}
      confirm={t('edit.save')}
      initial={before?.text ?? ''}
      choice={{ label: t('handover.settle'), isSelected: before?.isSettled ?? false, needsText: true }}
      onClose={onClose}
      onConfirm={(text, isSettled) =>
        void editing.actQuietly('handover', row.id, 'remark', { key, group, label, text, isSettled })
      }
    />
  );
}
