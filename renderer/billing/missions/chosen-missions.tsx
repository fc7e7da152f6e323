import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { MAX_WINDOW_IDS, type MissionFilterQuery } from '../../../shared/contract/index.ts';
import { MarkedBar } from '../../lists/index.ts';
import { useClient, useMayEdit } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { MissionList } from '../billing-lists.ts';
import { AssignDialog } from '../bulk/assign-dialog.tsx';
import type { ReadIds } from '../bulk/use-assign.ts';
import { MOST_COPIED, type useCopy } from './use-copy.ts';

/** As many as one cycle has at the most: each is an edit of its own. */
export const MOST_CHANGED = 50_000;

interface ChosenMissionsProps {
  model: MissionList;
  /** All that match are chosen, without being held. */
  isEverything: boolean;
  query: MissionFilterQuery;
  copying: ReturnType<typeof useCopy>;
  onNone: () => void;
}

/** What is chosen, and what can be done with all of it. */
export function ChosenMissions({ model, isEverything, query, copying, onNone }: ChosenMissionsProps) {
  const { t } = useTranslation();
  const client = useClient();
  const mayEdit = useMayEdit();
  const total = useStore(model.list.state, (state) => state.total) ?? 0;
  const [assigning, setAssigning] = useState<{ readIds: ReadIds; expected: number } | null>(null);
  const { marks } = model;
  const isTooMany = isEverything && total > MOST_CHANGED;

  function assign(): void {
    const marked = [...marks.state.getState().rows.keys()];
    if (!mayEdit || isTooMany) return;
    if (isEverything) {
      const { sort } = model.view.getState();
      const readIds: ReadIds = async (signal) => {
        const ids: string[] = [];
        for (;;) {
          const asked = { filter: query, sort, offset: ids.length, limit: MAX_WINDOW_IDS };
          const page = await client.request('missions.ids', asked, { signal });
          ids.push(...page.ids);
          if (page.ids.length < MAX_WINDOW_IDS || ids.length >= MOST_CHANGED) return ids.slice(0, MOST_CHANGED);
        }
      };
      setAssigning({ readIds, expected: total });
    } else if (marked.length > 0) setAssigning({ readIds: async () => marked, expected: marked.length });
  }
  useShortcut('assign', assign);

  return (
    <>
      {isEverything ? (
        <div className="marked-bar" data-testid="everything-bar" data-count={total}>
          <output className="marked-bar__count">{t('mission-table.everything', { count: total })}</output>
          {isTooMany ? (
            <span className="unsent unsent--conflict">
              <StatusMark severity="warning" />
              {t('mission-table.too-many', { count: MOST_CHANGED })}
            </span>
          ) : mayEdit ? (
            <TextButton onPress={assign}>
              {t('bulk.assign')}
              <KeyCap of="assign" />
            </TextButton>
          ) : null}
          <TextButton quiet onPress={onNone}>
            {t('mark.none')}
          </TextButton>
        </div>
      ) : (
        <MarkedBar marks={marks}>
          {mayEdit ? (
            <TextButton onPress={assign}>
              {t('bulk.assign')}
              <KeyCap of="assign" />
            </TextButton>
          ) : null}
        </MarkedBar>
      )}
      <output className="visually-hidden" data-testid="copied">
        {copying.copied?.what === 'rows' ? t('mission-table.copied', { count: copying.copied.count }) : ''}
      </output>
      {copying.copied === null || copying.copied.what === 'rows' ? null : (
        <p className="list-panel__notice" role="alert">
          <StatusMark severity="warning" />
          {t(`mission-table.copy.${copying.copied.what}`, { count: MOST_COPIED })}
          <TextButton quiet onPress={copying.putAway}>
            {t('notice.dismiss')}
          </TextButton>
        </p>
      )}
      {assigning === null ? null : (
        <AssignDialog
          {...assigning}
          onDone={(refused) => {
            onNone();
            marks.replace(refused);
          }}
          onClose={() => setAssigning(null)}
        />
      )}
    </>
  );
}
