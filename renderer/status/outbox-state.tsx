import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useHealth } from '../stores/services.tsx';
import { Icon } from '../ui/icons.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { countToSettle } from './parts.ts';
import './outbox-state.css';

/** How many changes the server does not have, and how many a person must settle. Undefined before anything is known. */
function useCounts(): { notSent: number; toSettle: number } {
  const notSent = useHealth(({ health }) => health?.outbox.notSent ?? 0);
  const toSettle = useHealth(({ health }) => (health === undefined ? 0 : countToSettle(health)));
  return { notSent, toSettle };
}

/** What is not sent, in the header: nothing at all when there is nothing. Each leads to its list. */
export function OutboxState({ onShow }: { onShow: (view: 'all' | 'settle') => void }) {
  const { t } = useTranslation();
  const { notSent, toSettle } = useCounts();
  return (
    <div className="outbox-state" data-testid="outbox-state" data-not-sent={notSent} data-to-settle={toSettle}>
      {notSent === 0 ? null : (
        <Button className="outbox-state__count" onPress={() => onShow('all')}>
          <Icon name="unsent" size="0.8125rem" />
          {t('status.not-sent', { count: notSent })}
        </Button>
      )}
      {toSettle === 0 ? null : (
        <Button className="outbox-state__count outbox-state__count--settle" onPress={() => onShow('settle')}>
          <StatusMark severity="warning" size="0.8125rem" />
          {t('status.to-settle', { count: toSettle })}
        </Button>
      )}
    </div>
  );
}

/** The same on a wall, among the parts: to be read, not pressed. */
export function WallOutbox() {
  const { t } = useTranslation();
  const { notSent, toSettle } = useCounts();
  return (
    <>
      {notSent === 0 ? null : (
        <li className="wall-part" data-testid="wall-not-sent">
          <Icon name="unsent" size="0.9em" />
          {t('status.not-sent', { count: notSent })}
        </li>
      )}
      {toSettle === 0 ? null : (
        <li className="wall-part wall-part--warning" data-testid="wall-to-settle">
          <StatusMark severity="warning" size="0.8em" />
          {t('status.to-settle', { count: toSettle })}
        </li>
      )}
    </>
  );
}

/** Told once when something new waits for the person, wherever they are. */
export function OutboxAnnouncer() {
  const { t } = useTranslation();
  const { toSettle } = useCounts();
  return (
    <output className="visually-hidden">{toSettle === 0 ? '' : t('status.to-settle', { count: toSettle })}</output>
  );
}
