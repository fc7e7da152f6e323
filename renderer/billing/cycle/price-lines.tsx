import { useTranslation } from 'react-i18next';
import type { PriceLine } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useRates } from './use-rates.ts';

/** The lines of a price with their sum: what is explained is what is charged. */
export function PriceLines({
  lines,
  amountCents,
  currency,
}: {
  lines: readonly PriceLine[];
  amountCents: number;
  currency: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = usePriceLineText(currency);
  return (
    <table className="price-lines" data-testid="price-lines">
      <tbody>
        {lines.map((line) => (
          // A price has each kind once at most.
          <tr key={line.kind} data-line={line.kind}>
            <th scope="row">{sentence(line)}</th>
            <td>{format.money(line.amountCents, currency)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('line.total')}</th>
          <td>{format.money(amountCents, currency)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function usePriceLineText(currency: string): (line: PriceLine) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const rates = useRates();
  return (line) => {
    switch (line.kind) {
      case 'base':
        return t('line.base');
      case 'distance-unknown':
        return t('line.distance-unknown');
      case 'minimum':
        return t('line.minimum', { amount: format.money(line.minimumCents, currency) });
      case 'distance': {
        const distance = format.distance(line.metres);
        const price = rates.unitPrice(line.perKilometre, currency);
        if (line.includedMetres === 0) return t('line.distance', { distance, price });
        return t('line.distance-beyond', { distance, price, included: format.distance(line.includedMetres) });
      }
      case 'time': {
        const minutes = format.integer(line.minutes);
        const price = rates.unitPrice(line.perHour, currency);
        if (line.includedMinutes === 0) return t('line.time', { minutes, price });
        return t('line.time-beyond', { minutes, price, included: format.integer(line.includedMinutes) });
      }
      case 'night':
      case 'sunday':
        return t(`line.${line.kind}`, {
          percent: rates.percent(line.basisPoints),
          amount: format.money(line.ofCents, currency),
          ...{ minutes: format.integer(line.minutes), total: format.integer(line.totalMinutes) },
        });
    }
  };
}
