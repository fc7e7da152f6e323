import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { AlarmRow } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { useRecord } from '../lists/index.ts';
import { useClient, useNow } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { AlarmList } from './alarm-list.ts';
import { AlarmMark } from './alarm-mark.tsx';

const ENTITIES: readonly SyncEntity[] = ['alarm'];
/** Groups of a flood that are shown: more causes than this nobody works through at once. */
const MOST_GROUPS = 50;

/** A flood by what explains it: one line a cause or a rule, the first-out on top, with how many there are. */
export function FloodList({ model, onSelect }: { model: AlarmList; onSelect: (row: AlarmRow) => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const filter = useStore(model.view, (view) => view.filter);
  const read = useCallback(
    (signal: AbortSignal) => {
      const { of: _, ...asked } = filter;
      return client.request('alarms.groups', { filter: asked, offset: 0, limit: MOST_GROUPS }, { signal });
    },
    [client, filter],
  );
  const { record, retry } = useRecord(JSON.stringify(filter), read, ENTITIES);
  // Shelves end by the clock.
  const now = useNow();
  const minute = Math.floor(now / 60_000);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- each minute it is read again
  useEffect(() => retry(), [minute]);
  if (record.state !== 'ready') return <span className="skeleton" />;
  const { groups, total } = record.value;
  return (
    <div className="flood" data-testid="flood" data-groups={total}>
      <p className="flood__detail">
        <StatusMark severity="warning" />
        {t('alarm.flood.detail')}
      </p>
      <ol className="flood__groups">
        {groups.map(({ key, top, alarms, unacknowledged }) => (
          <li key={key} className="flood__group" data-group={key} data-alarms={alarms}>
            <AlarmMark
              priority={top.priority}
              isUnacknowledged={unacknowledged > 0}
              isActive={top.isActive}
              size="1.3em"
            />
            <div className="flood__words">
              <TextButton quiet onPress={() => onSelect(top)}>
                {key.startsWith('cause ') ? t(`alarm.kind.${top.kind}`) : top.ruleName}
              </TextButton>
              <First row={top} />
            </div>
            <span className="flood__count">
              <strong>{t('alarm.flood.group', { count: alarms })}</strong>
              {unacknowledged > 0 ? `, ${t('alarm.bar.unacknowledged', { count: unacknowledged })}` : null}
              {top.explains > 0 ? `, ${t('alarm.explains', { count: top.explains })}` : null}
            </span>
            <TextButton
              onPress={() =>
                model.setFilter(
                  key.startsWith('cause ')
                    ? {
                        ...{ view: 'standing', causeId: key.slice('cause '.length) },
                        of: t('alarm.filter.of-cause', { name: top.subject }),
                      }
                    : {
                        ...{ view: 'announced', ruleId: top.ruleId },
                        of: t('alarm.filter.of-rule', { name: top.ruleName }),
                      },
                )
              }
            >
              {t('alarm.flood.open')}
            </TextButton>
          </li>
        ))}
      </ol>
      {total > groups.length ? <p>{t('alarm.flood.more', { count: total - groups.length })}</p> : null}
    </div>
  );
}

function First({ row: { subject, raisedAt } }: { row: AlarmRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return (
    <span className="flood__first">
      {t('alarm.flood.first', { subject, time: format.preciseTime(Date.parse(raisedAt), now) })}
    </span>
  );
}
