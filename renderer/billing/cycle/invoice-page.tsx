import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvoiceSummary, SyncEntity } from '../../../shared/api/index.ts';
import { documentTotals, type InvoiceDocument, type InvoiceParty } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useRecord } from '../../lists/index.ts';
import { useClient } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { BooksPart } from './books-part.tsx';
import { useRates } from './use-rates.ts';

/** It never changes: nothing that is heard of makes it worth reading again. */
const ENTITIES: readonly SyncEntity[] = [];
/** Lines that are shown at first, and with each wish for more. */
const LINES_AT_A_TIME = 200;
/** Lines note the day on which a mission was driven, as documents write days. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** An invoice or credit note as it was issued, to be read on the screen. */
export function InvoicePage({ summary, onClose }: { summary: InvoiceSummary; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const { id } = summary;
  const read = useCallback((signal: AbortSignal) => client.request('books.invoice', { id }, { signal }), [client, id]);
  const handle = useRecord(id, read, ENTITIES);
  return (
    <Sheet
      testId="invoice-page"
      title={summary.number}
      kind={t(`invoice.kind.${summary.kind}`)}
      isOpen
      onClose={onClose}
      foot={<TextButton onPress={onClose}>{t('edit.close')}</TextButton>}
    >
      <BooksPart handle={handle}>{({ invoice }) => <Document document={invoice.document} />}</BooksPart>
    </Sheet>
  );
}

function Document({ document }: { document: InvoiceDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rates = useRates();
  const [shown, setShown] = useState(LINES_AT_A_TIME);
  const money = (cents: number) => format.money(cents, document.currency);
  const totals = documentTotals(document);
  // The lines of a document never change their places.
  const lines = document.lines.map((line, place) => ({ ...line, place }));
  const more = Math.min(LINES_AT_A_TIME, document.lines.length - shown);
  return (
    <article className="invoice">
      <p>{t('invoice.issued-on', { date: format.date(document.issuedOn), due: format.date(document.dueOn) })}</p>
      <p>{t('invoice.period', { period: format.period(document.periodStart, document.periodEnd) })}</p>
      {document.corrects === undefined ? null : (
        <p>
          {t('invoice.corrects', {
            number: document.corrects.number,
            date: format.date(document.corrects.issuedOn),
          })}
        </p>
      )}
      <div className="invoice__parties">
        <Party title={t('invoice.seller')} party={document.seller} />
        <Party title={t('invoice.buyer')} party={document.buyer} />
      </div>
      <table className="figures figures--texts">
        <caption>{t('invoice.lines')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('invoice.description')}</th>
            <th scope="col">{t('invoice.vat')}</th>
            <th scope="col" className="figures__end">
              {t('invoice.net')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, shown).map((line) => (
            <tr key={line.place}>
              <td>
                {line.description}
                {line.note === undefined ? null : (
                  <small className="invoice__note"> {DAY.test(line.note) ? format.date(line.note) : line.note}</small>
                )}
              </td>
              <td>{rates.vat(line.vat)}</td>
              <td className="figures__end">{money(line.netCents)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 ? (
        <TextButton onPress={() => setShown(shown + LINES_AT_A_TIME)}>{t('invoice.more', { count: more })}</TextButton>
      ) : null}
      <table className="figures invoice__totals">
        <tbody>
          <tr>
            <th scope="row">{t('totals.before-tax')}</th>
            <td>{money(totals.taxExclusiveCents)}</td>
          </tr>
          {totals.vat.map((group) => (
            <tr key={`${group.category} ${group.basisPoints}`}>
              <th scope="row">
                {t('line.vat', { rate: rates.vat(group) })}
                {group.exemption === undefined ? null : <small> {group.exemption}</small>}
              </th>
              <td>{money(group.taxCents)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('totals.with-tax')}</th>
            <td>{money(totals.taxInclusiveCents)}</td>
          </tr>
          <tr className="invoice__payable">
            <th scope="row">{t('invoice.payable')}</th>
            <td>{money(totals.payableCents)}</td>
          </tr>
        </tbody>
      </table>
      <h3 className="cycle-page__heading">{t('invoice.terms')}</h3>
      <p>{document.payment.terms}</p>
      {document.payment.iban === undefined ? null : <p>{t('invoice.iban', { iban: document.payment.iban })}</p>}
      {document.legalNotes.length === 0 ? null : (
        <>
          <h3 className="cycle-page__heading">{t('invoice.notes')}</h3>
          <ul className="invoice__notes">
            {document.legalNotes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}

function Party({ title, party }: { title: string; party: InvoiceParty }) {
  const { t } = useTranslation();
  const format = useFormat();
  const town = [party.postalCode, party.city].filter((part) => part !== undefined).join(' ');
  return (
    <section>
      <h3 className="cycle-page__heading">{title}</h3>
      <p className="invoice__party">
        {[party.name, ...party.addressLines, town, format.country(party.country)]
          .filter((line) => line !== '')
          .join('\n')}
      </p>
      {party.siren === undefined ? null : <p>{t('invoice.siren', { siren: party.siren })}</p>}
      {party.vatNumber === undefined ? null : <p>{t('invoice.vat-number', { number: party.vatNumber })}</p>}
    </section>
  );
}
