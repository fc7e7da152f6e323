import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFreshness, useServices } from '../../stores/services.tsx';
import { IconButton, TextButton } from '../../ui/button.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Deed, EditNotice as Notice } from './editing.ts';
import { reasonSentence } from './reason-sentence.ts';
import { useEditing, useEditingState } from './use-editing.ts';
import './edit-actions.css';

/** What went well is put away by itself; what did not stays. Milliseconds. */
const SHOWN_MS = 20_000;

/** What was last edited, said aloud and shown, with the way back. Ctrl+Z goes further back, notice or not. */
export function EditNotice() {
  const { t } = useTranslation();
  const { clock } = useServices();
  const { offline } = useFreshness();
  const editing = useEditing();
  const notice = useEditingState((state) => state.notice);
  const canUndo = useEditingState(({ deeds }) => notice?.what === 'done' && deeds.at(-1) === notice.deed);
  const isGood = notice?.what === 'done' || notice?.what === 'undone';
  useShortcut('undo', () => void editing.undo());
  useEffect(() => {
    if (notice === null || !isGood) return undefined;
    return clock.after(SHOWN_MS, editing.putAway);
  }, [notice, isGood, clock, editing]);
  return (
    <div className="edit-notice" data-testid="edit-notice" data-shown={notice !== null}>
      {/* Always there, so that what comes into it is read out. */}
      <output className="edit-notice__text">
        {notice === null ? null : (
          <>
            <StatusMark severity={isGood ? 'notice' : 'warning'} />
            {textOf(t, notice)}
            {notice.what === 'done' && offline ? ` ${t('notice.offline')}` : null}
          </>
        )}
      </output>
      {canUndo ? (
        <TextButton quiet onPress={() => void editing.undo()}>
          {t('notice.undo')} <kbd>Ctrl+Z</kbd>
        </TextButton>
      ) : null}
      {notice === null ? null : <IconButton icon="close" name={t('notice.dismiss')} onPress={editing.putAway} />}
    </div>
  );
}

function textOf(t: TFunction, notice: Notice): string {
  switch (notice.what) {
    case 'done':
      return doneText(t, notice.deed);
    case 'undone':
      return notice.deed.what === 'assigned'
        ? t('notice.undone-many', { count: notice.deed.count })
        : t('notice.undone', { title: notice.deed.title });
    case 'not-undone': {
      const reason = reasonSentence(t, notice.why);
      return notice.deed.what === 'assigned'
        ? t('notice.not-undone-many', { count: notice.failed, reason })
        : t('notice.not-undone', { title: notice.deed.title, reason });
    }
    case 'not-done':
      return t('notice.not-done', { title: notice.title, reason: reasonSentence(t, notice.why) });
  }
}

function doneText(t: TFunction, { what, title, count }: Deed): string {
  return what === 'assigned' ? t('notice.assigned', { count }) : t(`notice.${what}`, { title });
}
