import { useTranslation } from 'react-i18next';
import { type AlarmFigures, RECOMMENDED_CRITICAL } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { AlarmMark } from '../alarm-mark.tsx';
import './figures.css';

/** How urgent alarms are, and should be: the share of each priority beside the one that EEMUA 191 recommends. */
export function PriorityShares({ figures: { byPriority } }: { figures: Pick<AlarmFigures, 'byPriority'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="alarm-table" data-testid="priority-shares">
      <caption>{t('alarm.figures.shares')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('alarm.filter.priority')}</th>
          <th scope="col">{t('alarm.figures.announced')}</th>
          <th scope="col">{t('alarm.figures.share')}</th>
          <th scope="col">{t('alarm.figures.recommended')}</th>
        </tr>
      </thead>
      <tbody>
        {byPriority.map(({ priority, announced, share, recommended }) => (
          <tr key={priority} data-priority={priority}>
            <th scope="row">
              <span className="alarm-table__name">
                <AlarmMark priority={priority} />
                {t(`alarm.priority.${priority}`)}
              </span>
            </th>
            <td>{format.integer(announced)}</td>
            <td>{share === null ? '–' : format.percent(share * 100)}</td>
            <td>
              {recommended === null
                ? t('alarm.figures.recommended-critical', {
                    count: RECOMMENDED_CRITICAL,
                  })
                : format.percent(recommended * 100)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
