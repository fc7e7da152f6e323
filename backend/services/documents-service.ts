import { type Clock, type DocumentLanguage, documentLanguageOf } from '../../shared/domain/index.ts';
import {
  type BillingSettings,
  DEFAULT_LEDGER,
  type InvoiceDocument,
  invoiceDocument,
  TimeZone,
} from '../../shared/domain/billing/index.ts';
import type { Reader } from '../database/scope.ts';
import type { DocumentMaker } from '../documents/document-maker.ts';
import { fecFileName, fecHeader, fecLines } from '../documents/fec/fec-file.ts';
import type { InvoiceFormat } from '../documents/job.ts';
import { checkLogo, type Logo } from '../documents/pdf/logo.ts';
import type { StatementLine } from '../documents/pdf/statement-pdf.ts';
import { readTotals } from './billing/books.ts';
import { readIncidentReport } from './shift/incident-report.ts';
import { readBillingSettings } from './billing/settings-store.ts';

/** A file, and how it is to be called. */
export interface WrittenFile {
  name: string;
  mediaType: string;
  content: Uint8Array | AsyncIterable<string>;
}

/** Why a document cannot be written, and what to do about it. */
export class NotWrittenError extends Error {
  override name = 'NotWrittenError';
  readonly field: string;
  readonly remedy: string;
  constructor(field: string, detail: string, remedy: string) {
    super(`${field}: ${detail}`);
    this.field = field;
    this.remedy = remedy;
  }
}

export interface FecQuery {
  from: string;
  to: string;
  /** Invoices in other currencies than the euro: refused, or left out. */
  foreign: 'refuse' | 'leave-out';
}

/** A statement beyond this is no document to read: the same rows go into a spreadsheet. */
const MOST_STATEMENT_LINES = 60_000;
const INVOICES_A_PAGE = 500;

/** Files of invoices, cycles and accounts. Nothing of it is kept: the same rows make the same file. */
export class DocumentsService {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #maker: DocumentMaker;

  constructor(clock: Pick<Clock, 'nowMs'>, maker: DocumentMaker) {
    this.#clock = clock;
    this.#maker = maker;
  }

  /** @param language undefined: that of the buyer, else French. @returns undefined where there is no such invoice. @throws DocumentError */
  async invoice(
    sql: Reader,
    id: string,
    { format, language: asked }: { format: InvoiceFormat; language?: DocumentLanguage | undefined },
  ): Promise<WrittenFile | undefined> {
    const [row] = await sql.query<{ document: unknown; subsidiary: string }>(
      'select document, subsidiary from invoices where id = $1::uuid',
      [id],
    );
    if (row === undefined) return undefined;
    const document = invoiceDocument.parse(row.document);
    const settings = await readBillingSettings(sql, row.subsidiary);
    const language = asked ?? document.language ?? 'fr';
    const content = await this.#maker.make({
      ...{ kind: 'invoice', format, document, language, logo: logoOf(settings) },
      // Of the day on which it was issued, so that it is the same file each time.
      createdAtMs: Date.parse(document.issuedOn),
    });
    return format === 'ubl'
      ? { name: `${document.number}.xml`, mediaType: 'application/xml', content }
      : { name: `${document.number}.pdf`, mediaType: 'application/pdf', content };
  }

  /**
   * @param asked undefined: the language of the third party whose cycle it is, else French
   * @returns undefined where there is no such cycle. @throws NotWrittenError, DocumentError
   */
  async statement(sql: Reader, cycleId: string, asked?: DocumentLanguage): Promise<WrittenFile | undefined> {
    const [found] = await sql.query<{
      label: string;
      periodStart: string;
      periodEnd: string;
      state: string;
      currency: string;
      subsidiary: string;
      agreed: Record<string, unknown> | null;
    }>(
      `select c.label, c.period_start::text as "periodStart", c.period_end::text as "periodEnd", c.state, c.currency,
         coalesce(c.subsidiary, '') as subsidiary, p.contact_info as agreed
       from billing_cycles c left join third_parties p on p.id = c.third_party_id where c.id = $1::uuid`,
      [cycleId],
    );
    const totals = await readTotals(sql, cycleId);
    if (found === undefined || totals === undefined) return undefined;
    const { agreed, ...cycle } = found;
    const language = asked ?? documentLanguageOf(agreed ?? {}) ?? 'fr';
    if (totals.missions === 0) {
      throw new NotWrittenError(
        'id',
        'no mission of the billing cycle was priced yet',
        'Close the cycle: that prices its missions.',
      );
    }
    if (totals.missions > MOST_STATEMENT_LINES) {
      const detail = `the billing cycle has ${totals.missions} missions, more than the ${MOST_STATEMENT_LINES} of a statement`;
      throw new NotWrittenError('id', detail, 'Export its missions as a spreadsheet.');
    }
    const settings = await readBillingSettings(sql, cycle.subsidiary);
    if (settings === undefined)
      throw new NotWrittenError(
        'billing-settings',
        'nobody has said who the operator is',
        'Ask an administrator to enter the billing settings.',
      );
    const nowMs = this.#clock.nowMs();
    const content = await this.#maker.make({
      ...{ kind: 'statement', language, logo: logoOf(settings), createdAtMs: nowMs },
      statement: {
        ...cycle,
        ...{ seller: settings.seller, totals, lines: await statementLines(sql, cycleId) },
        printedOn: new TimeZone(settings.timeZone).dayOf(nowMs),
      },
    });
    return { name: `${fileName(cycle.label)}.pdf`, mediaType: 'application/pdf', content };
  }

  /** @returns undefined where there is no such incident. @throws DocumentError */
  async incident(sql: Reader, id: string, language: DocumentLanguage): Promise<WrittenFile | undefined> {
    const nowMs = this.#clock.nowMs();
    const report = await readIncidentReport(sql, id, nowMs);
    if (report === undefined) return undefined;
    const content = await this.#maker.make({
      ...{ kind: 'incident', report, language, logo: undefined, createdAtMs: nowMs },
    });
    return { name: `${fileName(report.incident.title)}.pdf`, mediaType: 'application/pdf', content };
  }

  /** The accounting entries of a period, row by row. @throws NotWrittenError */
  async fec(sql: Reader, subsidiary: string, { from, to, foreign }: FecQuery): Promise<WrittenFile> {
    const settings = await readBillingSettings(sql, subsidiary);
    const siren = settings?.seller.siren;
    if (siren === undefined)
      throw new NotWrittenError(
        'seller.siren',
        'the file is named by the SIREN of the operator, which is not known',
        'Enter it in the billing settings.',
      );
    const [other] = await sql.query<{ number: string; currency: string }>(
      `select number, currency from invoices where subsidiary = $1 and issued_on between $2::date and $3::date and currency <> 'EUR' order by issued_on limit 1`,
      [subsidiary, from, to],
    );
    if (other !== undefined && foreign === 'refuse') {
      const detail = `${other.number} is in ${other.currency}: accounts are kept in euros, and its rate is not known here`;
      throw new NotWrittenError(
        'foreign',
        detail,
        'Leave such invoices out (foreign=leave-out), and book them by hand.',
      );
    }
    const accounts = settings?.ledger ?? DEFAULT_LEDGER;
    async function* lines(): AsyncGenerator<string> {
      yield fecHeader();
      for await (const invoice of invoicesOf(sql, subsidiary, from, to)) yield fecLines(invoice, accounts);
    }
    return { name: fecFileName(siren, to), mediaType: 'text/plain; charset=utf-8', content: lines() };
  }
}

/** In the order of days, then of numbers: by pages, so that a year of any size takes no more memory than a day. */
async function* invoicesOf(
  sql: Reader,
  subsidiary: string,
  from: string,
  to: string,
): AsyncGenerator<{ document: InvoiceDocument; thirdPartyId: string }> {
  let after = { day: '0001-01-01', prefix: '', count: 0 };
  for (;;) {
    const rows = await sql.query<{
      document: unknown;
      thirdPartyId: string;
      day: string;
      prefix: string;
      count: number;
    }>(
      `select document, third_party_id as "thirdPartyId", issued_on::text as day, prefix, count from invoices
       where subsidiary = $1 and issued_on between $2::date and $3::date and currency = 'EUR'
         and (issued_on, prefix, count) > ($4::date, $5, $6)
       order by issued_on, prefix, count limit ${INVOICES_A_PAGE}`,
      [subsidiary, from, to, after.day, after.prefix, after.count],
    );
    for (const { document, thirdPartyId } of rows) yield { document: invoiceDocument.parse(document), thirdPartyId };
    const last = rows.at(-1);
    if (last === undefined || rows.length < INVOICES_A_PAGE) return;
    after = last;
  }
}

function statementLines(sql: Reader, cycleId: string): Promise<StatementLine[]> {
  return sql.query<StatementLine>(
    `select line.mission_id::text as "missionId", line.description, line.performed_on::text as "performedOn", party.name as "thirdPartyName",
       line.vat, line.amount_cents::float8 as "amountCents"
     from billing_lines as line left join third_parties as party on party.id = line.third_party_id
     where line.billing_cycle_id = $1::uuid order by party.name, line.third_party_id, line.performed_on, line.mission_id`,
    [cycleId],
  );
}

function logoOf(settings: BillingSettings | undefined): Logo | undefined {
  return settings?.logo === undefined
    ? undefined
    : { type: settings.logo.mediaType, bytes: Buffer.from(settings.logo.base64, 'base64') };
}

/** @throws LogoError where it is not what it is said to be, or cannot be printed */
export async function checkSettingsLogo({ logo }: BillingSettings): Promise<void> {
  if (logo !== undefined) await checkLogo(Buffer.from(logo.base64, 'base64'), logo.mediaType);
}

/** A label as a file's name: what a file system or a shell would take for something else is a dash. */
function fileName(label: string): string {
  const name = label
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\\/:*?"<>|]+/gu, '-')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 100);
  return name === '' ? 'vigie' : name;
}
