import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ALARM_PRIORITIES } from '../../shared/domain/index.ts';
import { useFormat } from '../i18n/index.ts';
import { useFreshness, useNow } from '../stores/services.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { AlarmList } from './alarm-list.ts';
import { AlarmMark } from './alarm-mark.tsx';
import { useAlarmNews } from './alarms-provider.tsx';
import { SilencedNote } from './sound/silenced-note.tsx';
import { SoundMenu } from './sound/sound-menu.tsx';
import { useShowAlarms } from './use-show-alarms.ts';
import './alarm-bar.css';

/** The line under every console's head: how many stand of each priority, what calls most, and how it sounds. Grey while nothing stands. */
export function AlarmBar({ model }: { model: AlarmList }) {
  const { t } = useTranslation();
  const show = useShowAlarms(model);
  const newest = useAlarmNews((state) => state.newest);
  return (
    <section className="alarm-bar" aria-label={t('alarm.bar')} data-testid="alarm-bar">
      <Counts />
      <Flood />
      <span className="alarm-bar__newest">
        {newest === null ? (
          <Calm />
        ) : (
          <Button className="alarm-bar__open" data-testid="alarm-newest" onPress={() => show(newest.id)}>
            <Newest />
          </Button>
        )}
      </span>
      <Hidden />
      <AsOf />
      <SoundMenu />
    </section>
  );
}

/** The same on a wall: to be read from three metres, with nothing to press. */
export function WallAlarmBar() {
  const { t } = useTranslation();
  const newest = useAlarmNews((state) => state.newest);
  const announced = useAlarmNews(({ counts }) => counts?.announced ?? 0);
  if (announced === 0) return null;
  return (
    <section className="alarm-bar alarm-bar--wall" aria-label={t('alarm.bar')} data-testid="alarm-bar">
      <Counts />
      <Flood />
      <span className="alarm-bar__newest">{newest === null ? <Calm /> : <Newest />}</span>
      <AsOf />
      <SilencedNote />
    </section>
  );
}

function Counts() {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = useAlarmNews((state) => state.counts);
  return (
    <ul className="alarm-counts" data-unacknowledged={counts?.unacknowledged} data-announced={counts?.announced}>
      {ALARM_PRIORITIES.map((priority) => {
        const { announced = 0, unacknowledged = 0 } = counts?.[priority] ?? {};
        const name = t('alarm.bar.count', { priority: t(`alarm.priority.${priority}`), announced, unacknowledged });
        return (
          <li
            key={priority}
            className="alarm-counts__one"
            data-priority={priority}
            data-announced={announced}
            data-unacknowledged={unacknowledged}
            title={name}
          >
            <span className="visually-hidden">{name}</span>
            <span className="alarm-counts__figures" aria-hidden="true">
              <AlarmMark priority={priority} isUnacknowledged={unacknowledged > 0} isAtRest={announced === 0} />
              {counts === undefined ? '–' : format.integer(announced)}
              {unacknowledged > 0 ? (
                <span className="alarm-counts__new">({format.integer(unacknowledged)})</span>
              ) : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The newest of the most urgent, in words. */
function Newest() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const row = useAlarmNews((state) => state.newest);
  if (row === null) return null;
  return (
    <span className="alarm-bar__words" data-priority={row.priority}>
      <AlarmMark priority={row.priority} isUnacknowledged isActive={row.isActive} />
      <strong>{t('alarm.bar.newest', { kind: t(`alarm.kind.${row.kind}`), subject: row.subject })}</strong>
      <span className="alarm-bar__rule">{row.ruleName}</span>
      <span>{format.preciseTime(Date.parse(row.raisedAt), now)}</span>
      <span className="visually-hidden">
        {t(`alarm.priority.${row.priority}`)}, {t(`alarm.state.${row.state}`)}
      </span>
    </span>
  );
}

/** Nothing calls: nothing stands, or all that stands was acknowledged. */
function Calm() {
  const { t } = useTranslation();
  const counts = useAlarmNews((state) => state.counts);
  if (counts === undefined) return <span className="alarm-bar__calm">{t('alarm.bar.unknown')}</span>;
  return (
    <span className="alarm-bar__calm" data-testid="alarm-calm">
      {counts.announced === 0 ? t('alarm.bar.none') : t('alarm.bar.all-acknowledged')}
    </span>
  );
}

function Flood() {
  const { t } = useTranslation();
  const isFlood = useAlarmNews(({ counts }) => counts?.isFlood ?? false);
  const raised = useAlarmNews(({ counts }) => counts?.raisedInTenMinutes ?? 0);
  if (!isFlood) return null;
  return (
    <span className="alarm-bar__flood" data-testid="alarm-flood">
      <StatusMark severity="warning" />
      {t('alarm.bar.flood', { count: raised })}
    </span>
  );
}

/** What is out of sight is never out of mind. */
function Hidden() {
  const { t } = useTranslation();
  const shelved = useAlarmNews(({ counts }) => counts?.shelved ?? 0);
  const suppressed = useAlarmNews(({ counts }) => counts?.suppressed ?? 0);
  if (shelved === 0 && suppressed === 0) return null;
  return (
    <span className="alarm-bar__hidden" data-testid="alarm-hidden">
      {t('alarm.bar.hidden', { shelved, suppressed })}
    </span>
  );
}

/** Without the server these are the alarms of the last sync. */
function AsOf() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { offline, lastSyncAtMs } = useFreshness();
  if (!offline || lastSyncAtMs === null) return null;
  return (
    <span className="alarm-bar__as-of" data-testid="alarm-as-of">
      <StatusMark severity="warning" />
      {t('alarm.bar.as-of', { time: format.time(lastSyncAtMs, now) })}
    </span>
  );
}
