import { useTranslation } from 'react-i18next';
import type { AlarmFigures } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useOffenderNames } from './use-offender-names.ts';

/** The ten that alarm most: ten of them are often the half of all, and the first that a rule should be changed for. */
export function Offenders({ figures: { worst, chattering } }: { figures: AlarmFigures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useOffenderNames(worst);
  const most = Math.max(1, ...worst.map(({ announced }) => announced));
  const chatters = new Set(chattering.map(({ ruleId, subjectId }) => `${ruleId} ${subjectId}`));
  return (
    <table className="alarm-table" data-testid="offenders">
      <caption>{t('alarm.figures.worst')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('alarm.column.subject')}</th>
          <th scope="col" className="alarm-table__text">
            {t('alarm.column.rule')}
          </th>
          <th scope="col">{t('alarm.figures.announced')}</th>
          <th scope="col">{t('alarm.figures.share')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('alarm.figures.bar')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {worst.map((offender) => {
          const { ruleId, ruleName, subjectId, announced, share } = offender;
          return (
            <tr key={`${ruleId} ${subjectId}`}>
              <th scope="row">{nameOf(offender)}</th>
              <td className="alarm-table__text">
                {ruleName}
                {chatters.has(`${ruleId} ${subjectId}`) ? (
                  <span className="alarm-rule__more"> {t('alarm.figures.chatters')}</span>
                ) : null}
              </td>
              <td>{format.integer(announced)}</td>
              <td>{format.percent(share * 100)}</td>
              <td className="alarm-table__bar" aria-hidden="true">
                <span style={{ width: `${(announced / most) * 100}%` }} />
              </td>
            </tr>
          );
        })}
        {worst.length === 0 ? (
          <tr>
            <td colSpan={5} className="alarm-table__text">
              {t('alarm.figures.none')}
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}
