import { useTranslation } from 'react-i18next';
import type { ThirdPartyRow } from '../../../shared/contract/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';

/** That a third party is archived or merged, what the merge moved, and what its undo could not move back. */
export function StandingNote({ row }: { row: ThirdPartyRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { selection } = useServices();
  const { standing, archivedAt, mergedInto, mergedIntoName, lastMerge } = row;
  const time = (iso: string) => format.dateTime(Date.parse(iso));
  if (standing === 'active' && lastMerge?.undoneAt == null) return null;
  return (
    <div className="party-note" data-testid="standing-note" data-standing={standing}>
      {standing === 'archived' ? (
        <p className="party-note__title">
          <StatusMark severity="notice" />
          {archivedAt === null ? t('party.archived-line-unsent') : t('party.archived-line', { time: time(archivedAt) })}
        </p>
      ) : null}
      {standing === 'merged' && mergedInto !== null ? (
        <>
          <p className="party-note__title">
            <StatusMark severity="notice" />
            {t('party.merged-line', { name: mergedIntoName ?? mergedInto })}
            <TextButton quiet onPress={() => selection.select({ panel: 'third-parties', id: mergedInto })}>
              {t('party.show-survivor', { name: mergedIntoName ?? mergedInto })}
            </TextButton>
          </p>
          {lastMerge === null ? null : (
            <p>
              {t('party.merged-moved', {
                missions: t('party.moved.missions', { count: lastMerge.moved.missions }),
                cycles: t('party.moved.cycles', { count: lastMerge.moved.billingCycles }),
                cards: t('party.moved.cards', { count: lastMerge.moved.rateCards }),
              })}
            </p>
          )}
        </>
      ) : null}
      {standing !== 'merged' && lastMerge?.undoneAt != null ? (
        <>
          <p>{t('party.unmerged-line', { time: time(lastMerge.undoneAt) })}</p>
          {lastMerge.keptCount === 0 ? null : (
            <>
              <p>{t('party.unmerged-kept', { count: lastMerge.keptCount })}</p>
              <ul>
                {lastMerge.kept.map(({ entity, id, title, why }) => (
                  <li key={`${entity}/${id}`}>
                    {t(`party.kept.${entity}`, { title })}: {t(`party.kept.${why}`)}
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      ) : null}
    </div>
  );
}
