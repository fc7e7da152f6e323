import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icons.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { InboxList } from './inbox-list.ts';
import { useInboxCounts } from './use-inbox-counts.ts';
import { useShowInbox } from './use-show-validation.ts';
import './validation.css';

/** How much waits for the person, in the header: nothing at all when there is nothing. It leads to the inbox. */
export function InboxState({ model }: { model: InboxList }) {
  const { t } = useTranslation();
  const { mine, overdue } = useInboxCounts();
  const show = useShowInbox(model);
  return (
    <div className="inbox-state" data-testid="inbox-state" data-mine={mine} data-overdue={overdue}>
      {mine === 0 ? null : (
        <Button
          className="inbox-state__count"
          {...(overdue === 0
            ? {}
            : { 'aria-label': `${t('inbox.waiting', { count: mine })}, ${t('inbox.overdue', { count: overdue })}` })}
          onPress={() => show()}
        >
          {overdue === 0 ? <Icon name="check" size="0.8125rem" /> : <StatusMark severity="warning" size="0.8125rem" />}
          <span>
            {t('inbox.waiting', { count: mine })}
            {overdue === 0 ? null : (
              <span className="inbox-state__overdue">, {t('inbox.overdue', { count: overdue })}</span>
            )}
          </span>
        </Button>
      )}
    </div>
  );
}

/** The same on a wall, among the parts: to be read, not pressed. */
export function WallInbox() {
  const { t } = useTranslation();
  const { mine, overdue } = useInboxCounts();
  if (mine === 0) return null;
  return (
    <li className={overdue === 0 ? 'wall-part' : 'wall-part wall-part--warning'} data-testid="wall-inbox">
      {overdue === 0 ? <Icon name="check" size="0.9em" /> : <StatusMark severity="warning" size="0.8em" />}
      {t('inbox.waiting', { count: mine })}
    </li>
  );
}
