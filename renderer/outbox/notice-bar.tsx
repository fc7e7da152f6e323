import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { errorSentence } from '../i18n/index.ts';
import type { OutboxNotice } from '../stores/outbox-store.ts';
import { useOutboxNews, useServices } from '../stores/services.tsx';
import { IconButton, TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';

/** What was last done, said aloud and shown until it is put away, with the way back where there is one. */
export function NoticeBar() {
  const { t } = useTranslation();
  const { outbox } = useServices();
  const notice = useOutboxNews((news) => news.notice);
  return (
    <div className="outbox-notice" data-shown={notice !== null} data-testid="outbox-notice">
      <output className="outbox-notice__text">
        {notice === null ? null : (
          <>
            <StatusMark severity={notice.what === 'failed' ? 'warning' : 'notice'} />
            {noticeText(t, notice)}
          </>
        )}
      </output>
      {notice?.what === 'discarded' ? (
        <TextButton onPress={() => void outbox.restore(notice.mutationIds, notice.title)}>
          {t('outbox.undo')}
        </TextButton>
      ) : null}
      {notice === null ? null : <IconButton icon="close" name={t('outbox.put-away')} onPress={outbox.putAway} />}
    </div>
  );
}

function noticeText(t: TFunction, notice: OutboxNotice): string {
  switch (notice.what) {
    case 'discarded':
    case 'restored':
      return t(`outbox.notice.${notice.what}`, { title: notice.title });
    case 'settled':
      return notice.left === 0
        ? t('outbox.notice.settled-none', { title: notice.title })
        : t('outbox.notice.settled', { title: notice.title, count: notice.left });
    case 'sent-again':
      return notice.count === 0
        ? t('outbox.notice.sent-again-none')
        : t('outbox.notice.sent-again', { count: notice.count });
    case 'gone':
    case 'arrived':
    case 'unsendable':
      return t(`outbox.notice.${notice.what}`);
    case 'failed': {
      const { sentence, remedy } = errorSentence(t, notice.code);
      return `${sentence} ${remedy}`;
    }
  }
}
