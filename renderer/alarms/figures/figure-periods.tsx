import { useTranslation } from 'react-i18next';
import type { AlarmFigures } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { StatusMark } from '../../ui/status-mark.tsx';

/** Rates of one shift or day after the other: the newest on top. */
export function Periods({ title, periods }: { title: string; periods: AlarmFigures['byShift'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = new Intl.NumberFormat(format.language, {
    maximumFractionDigits: 1,
  });
  return (
    <table className="alarm-table">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('alarm.figures.period')}</th>
          <th scope="col">{t('alarm.figures.announced')}</th>
          <th scope="col">{t('alarm.figures.averageRate')}</th>
          <th scope="col">{t('alarm.figures.maximumRate')}</th>
          <th scope="col">{t('alarm.figures.floodShare')}</th>
        </tr>
      </thead>
      <tbody>
        {periods.toReversed().map(({ label, fromMs, announced, averageRate, maximumRate, floodShare }) => (
          <tr key={fromMs}>
            <th scope="row">{label}</th>
            <td>{format.integer(announced)}</td>
            <td>{rate.format(averageRate)}</td>
            <td>{format.integer(maximumRate)}</td>
            <td>
              {floodShare > 0 ? <StatusMark severity="warning" label={t('alarm.figures.too-much')} /> : null}{' '}
              {format.percent(floodShare * 100)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
