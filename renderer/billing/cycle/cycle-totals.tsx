import { useTranslation } from 'react-i18next';
import type { CycleFigures, NamedTotals } from '../../../shared/contract/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { Fact, Facts, type RecordHandle } from '../../lists/index.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { BooksPart } from './books-part.tsx';
import { useRates } from './use-rates.ts';

/** As many third parties as are listed; the sums are of all. */
const MOST_PARTIES = 500;

/** What a cycle comes to: in all, by rate of VAT, and by who pays. */
export function CycleTotals({ handle, currency }: { handle: RecordHandle<CycleFigures>; currency: string }) {
  const { t } = useTranslation();
  return (
    <div className="cycle-page__scroll" data-testid="cycle-totals">
      <BooksPart handle={handle}>
        {({ totals }) =>
          totals === null ? <p>{t('totals.no-settings')}</p> : <Totals totals={totals} currency={currency} />
        }
      </BooksPart>
    </div>
  );
}

function Totals({ totals, currency }: { totals: NamedTotals; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rates = useRates();
  const money = (cents: number) => format.money(cents, currency);
  return (
    <>
      <Facts>
        <Fact name={t('billing-cycle.column.missions')}>{format.integer(totals.missions)}</Fact>
        <Fact name={t('totals.before-tax')}>{money(totals.taxExclusiveCents)}</Fact>
        <Fact name={t('totals.tax')}>{money(totals.taxCents)}</Fact>
        <Fact name={t('totals.with-tax')}>{money(totals.taxInclusiveCents)}</Fact>
      </Facts>
      {totals.unpriced === 0 ? null : (
        <p className="told-note">
          <StatusMark severity="warning" />
          {t('totals.unpriced', { count: totals.unpriced })}
        </p>
      )}
      <table className="figures">
        <caption>{t('totals.by-rate')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('totals.rate')}</th>
            <th scope="col">{t('totals.taxable')}</th>
            <th scope="col">{t('totals.tax')}</th>
          </tr>
        </thead>
        <tbody>
          {totals.vat.map((group) => (
            <tr key={`${group.category} ${group.basisPoints}`}>
              <th scope="row">
                {rates.vat(group)}
                {group.exemption === undefined ? null : <small> {group.exemption}</small>}
              </th>
              <td>{money(group.taxableCents)}</td>
              <td>{money(group.taxCents)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="figures">
        <caption>{t('totals.by-party')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('totals.party')}</th>
            <th scope="col">{t('billing-cycle.column.missions')}</th>
            <th scope="col">{t('totals.before-tax')}</th>
            <th scope="col">{t('totals.tax')}</th>
            <th scope="col">{t('totals.with-tax')}</th>
          </tr>
        </thead>
        <tbody>
          {totals.parties.slice(0, MOST_PARTIES).map((party) => (
            <tr key={party.thirdPartyId ?? ''}>
              <th scope="row">{party.name ?? party.thirdPartyId ?? t('totals.nobody')}</th>
              <td>{format.integer(party.missions)}</td>
              <td>{money(party.taxExclusiveCents)}</td>
              <td>{money(party.taxCents)}</td>
              <td>{money(party.taxInclusiveCents)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
