import { v7 as uuidv7 } from 'uuid';
import {
  type BillingSettings,
  type BookedParty,
  buyerOf,
  buyerTerms,
  documentTotals,
  type InvoiceDocument,
  type InvoiceLine,
  invoiceDocument,
  refuseCategories,
  TimeZone,
  type VatTreatment,
} from '../../../shared/domain/billing/index.ts';
import type { Refusal } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import type { CycleRow } from './cycle-row.ts';
import { nextNumber } from './invoice-series.ts';

export interface Issuing {
  settings: BillingSettings;
  /** Who issues them. */
  subject: string;
  nowMs: number;
}

interface StoredLine {
  thirdPartyId: string;
  amountCents: number;
  vat: VatTreatment;
  description: string;
  performedOn: string;
}

const LINES_SQL = `
  select third_party_id as "thirdPartyId", amount_cents::float8 as "amountCents", vat, description, performed_on::text as "performedOn"
  from billing_lines where billing_cycle_id = $1::uuid order by third_party_id, performed_on, mission_id`;

const INSERT_SQL = `
  insert into invoices (id, kind, number, prefix, year, count, billing_cycle_id, third_party_id, corrects_id, issued_on, issued_by,
    currency, total_cents, document, subsidiary)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::date, $11, $12, $13, $14::jsonb, $15)`;

/**
 * Issues the invoices of a cycle that is validated: one for each third party, in the order of their names. All of them, or none.
 * @returns why not, before a number is given
 */
export async function issueInvoices(sql: Sql, cycle: CycleRow, issuing: Issuing): Promise<Refusal | undefined> {
  const byParty = new Map<string, StoredLine[]>();
  for (const line of await sql.query<StoredLine>(LINES_SQL, [cycle.id])) {
    const lines = byParty.get(line.thirdPartyId);
    if (lines === undefined) byParty.set(line.thirdPartyId, [line]);
    else lines.push(line);
  }
  const parties = await sql.query<BookedParty>(
    'select id, name, contact_info as "contactInfo" from third_parties where id = any($1::uuid[]) order by name, id',
    [[...byParty.keys()]],
  );
  const buyers = [];
  for (const party of parties) {
    const read = buyerOf(party);
    if ('refused' in read) return read.refused;
    const lines = (byParty.get(party.id) ?? []).map(invoiceLineOf);
    const refused = refuseCategories({ seller: issuing.settings.seller, buyer: read.buyer, lines });
    if (refused !== undefined) return refused;
    buyers.push({ party, buyer: read.buyer, lines });
  }
  for (const { party, buyer, lines } of buyers) {
    await issue(sql, cycle, issuing, {
      kind: 'invoice',
      thirdPartyId: party.id,
      buyer,
      lines,
      agreed: party.contactInfo,
    });
  }
  return undefined;
}

/** Takes back every invoice of a cycle by a credit note. */
export async function issueCreditNotes(sql: Sql, cycle: CycleRow, issuing: Issuing): Promise<void> {
  const invoices = await sql.query<{ id: string; thirdPartyId: string; document: InvoiceDocument }>(
    `select id, third_party_id as "thirdPartyId", document from invoices
     where billing_cycle_id = $1::uuid and kind = 'invoice' order by prefix, year, count`,
    [cycle.id],
  );
  for (const { id, thirdPartyId, document } of invoices) {
    const { buyer, lines, number, issuedOn, language } = invoiceDocument.parse(document);
    await issue(sql, cycle, issuing, {
      ...{ kind: 'credit-note', thirdPartyId, buyer, lines },
      // It takes back what was sent, in the language in which that was; when it is due is the operator's.
      agreed: language === undefined ? {} : { language },
      corrects: { id, number, issuedOn },
    });
  }
}

async function issue(
  sql: Sql,
  cycle: CycleRow,
  { settings, subject, nowMs }: Issuing,
  {
    kind,
    thirdPartyId,
    buyer,
    lines,
    agreed,
    corrects,
  }: Pick<InvoiceDocument, 'kind' | 'buyer' | 'lines'> & {
    thirdPartyId: string;
    /** With the buyer, as the book of third parties has it. */
    agreed: BookedParty['contactInfo'];
    corrects?: { id: string; number: string; issuedOn: string };
  },
): Promise<void> {
  const zone = new TimeZone(settings.timeZone);
  const issuedOn = zone.dayOf(nowMs);
  const prefix = kind === 'invoice' ? settings.invoicePrefix : settings.creditNotePrefix;
  const { number, year, count } = await nextNumber(sql, cycle.subsidiary, prefix, issuedOn);
  const document = invoiceDocument.parse({
    ...{ kind, number, issuedOn, ...buyerTerms(agreed, settings, issuedOn) },
    ...{ periodStart: cycle.periodStart, periodEnd: cycle.periodEnd, currency: cycle.currency },
    ...{ seller: settings.seller, buyer, lines, allowances: [], charges: [], prepaidCents: 0 },
    legalNotes: settings.legalNotes,
    ...(corrects === undefined ? {} : { corrects: { number: corrects.number, issuedOn: corrects.issuedOn } }),
  });
  const { payableCents } = documentTotals(document);
  await sql.query(INSERT_SQL, [
    ...[uuidv7(), kind, number, prefix, year, count, cycle.id, thirdPartyId, corrects?.id ?? null],
    ...[issuedOn, subject, cycle.currency, payableCents, JSON.stringify(document), cycle.subsidiary],
  ]);
}

/** A price is never below 0 (BR-27): what is given back is a quantity of minus one. */
function invoiceLineOf({ amountCents, vat, description, performedOn }: StoredLine): InvoiceLine {
  return {
    ...{ description, note: performedOn, unit: 'C62', vat, netCents: amountCents },
    quantityMilli: amountCents < 0 ? -1000 : 1000,
    unitPrice: Math.abs(amountCents) * 100,
  };
}
