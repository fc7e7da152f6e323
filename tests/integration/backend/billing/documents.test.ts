import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LEDGER } from '../../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { BILLING_SETTINGS } from '../../../support/billing-fixtures.ts';
import { ciiFaults } from '../../../check-invoices/cii-rules.ts';
import { FacturX } from 'factur-x-kit';

let running: RunningBackend;
let cycle = '';
let openCycle = '';

/** Two third parties, one of whose names a spreadsheet and a file system would take for something else. */
beforeAll(async () => {
  running = await startBackend();
  const { database } = running.backend;
  await post('/api/v2/billing-settings', BILLING_SETTINGS);
  const [made] = await database.query<{ id: string; open: string }>(
    `with parties as (insert into third_parties (name, type, contact_info) values
         (E'=cmd|"/c"\\t<Hôtel> & الفندق 🚖', 'customer', '{"city": "Lyon", "country": "FR", "language": "en"}'),
         ('Martin', 'customer', '{"city": "Lyon", "country": "FR"}') returning id, name),
       cycles as (insert into billing_cycles (label, period_start, period_end) values ('Mars/2026: "a"', '2026-03-01', '2026-03-31') returning id),
       others as (insert into billing_cycles (label, period_start, period_end) values ('Avril', '2026-04-01', '2026-04-30') returning id),
       trips as (insert into missions (reference, planned_start_at, planned_end_at, status, amount, third_party_id, billing_cycle)
         select 'R-' || i || name, '2026-03-04T09:00Z', '2026-03-04T10:00Z', 'completed', 10.33 * i, parties.id, cycles.id
         from generate_series(1, 40) as i, parties, cycles)
     select cycles.id, others.id as open from cycles, others`,
  );
  cycle = made?.id ?? '';
  openCycle = made?.open ?? '';
  const validator = await running.backend.tokenFor('vera', ['validator']);
  for (const action of ['open', 'close', 'submit']) await post(`/api/v2/billing-cycles/${cycle}/steps`, { action });
  await post(`/api/v2/billing-cycles/${cycle}/steps`, { action: 'approve' }, validator);
  await post(`/api/v2/billing-cycles/${cycle}/steps`, { action: 'invoice' });
});
afterAll(() => running.stop());

async function post(path: string, body: unknown, token = running.token): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await running.ask(path, { method: 'POST', body: JSON.stringify(body), headers, token });
  const said: unknown = await answer.json();
  expect(answer.status, JSON.stringify(said)).toBe(200);
  return said;
}

async function invoices(): Promise<{ id: string; number: string; language: string | null }[]> {
  const { items } = (await (await running.ask(`/api/v2/billing-cycles/${cycle}/invoices`)).json()) as {
    items: { id: string; number: string; language: string | null }[];
  };
  return items;
}

describe('documents over HTTP', () => {
  it('are the invoice as PDF, Factur-X and UBL, the same each time, under its number', async () => {
    const [first, second] = await invoices();
    expect([first?.language, second?.language]).toEqual(['en', null]);
    const get = (query: string) => running.ask(`/api/v2/invoices/${first?.id}/document?${query}`);
    const pdf = await get('format=factur-x&language=en');
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.headers.get('content-disposition')).toBe(`attachment; filename="${first?.number}.pdf"`);
    const bytes = new Uint8Array(await pdf.arrayBuffer());
    expect((await FacturX.fromPDF(bytes)).object.document.id).toBe(first?.number);
    expect(Buffer.from(await (await get('format=factur-x&language=en')).arrayBuffer()).equals(bytes)).toBe(true);
    // Where nothing is asked for it is the language of the third party.
    expect(Buffer.from(await (await get('format=factur-x')).arrayBuffer()).equals(bytes)).toBe(true);
    const ubl = await get('format=ubl');
    expect(await ubl.text()).toContain(`<cbc:ID>${first?.number}</cbc:ID>`);
    expect((await get('')).headers.get('content-type')).toBe('application/pdf');
    expect(await ciiFaults('<nothing/>')).not.toEqual([]);
  });

  it('are the statement of a cycle; of one that was never priced it says why not', async () => {
    const statement = await running.ask(`/api/v2/billing-cycles/${cycle}/statement`);
    expect([statement.status, statement.headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename="Mars-2026- -a-.pdf"`,
    ]);
    const refused = await running.ask(`/api/v2/billing-cycles/${openCycle}/statement`);
    const why = (await refused.json()) as Record<'field' | 'detail' | 'remedy', string>;
    expect([refused.status, why.field]).toEqual([409, 'id']);
    expect(why.detail).toContain('priced');
    expect(why.remedy).toContain('Close');
    const unknown = await running.ask(`/api/v2/billing-cycles/${crypto.randomUUID()}/statement`);
    expect(unknown.status).toBe(404);
  });

  it('are the accounts of a period, balanced, on the accounts of the settings', async () => {
    await post('/api/v2/billing-settings', {
      ...BILLING_SETTINGS,
      ledger: { ...DEFAULT_LEDGER, revenue: { number: '706200', label: 'Courses' } },
    });
    const year = new Date().getUTCFullYear();
    const answer = await running.ask(`/api/v2/exports/fec?from=${year}-01-01&to=${year}-12-31`);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="732829320FEC${year}1231.txt"`);
    const [head, ...lines] = (await answer.text())
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split('\t'));
    expect(head).toHaveLength(18);
    expect(lines).toHaveLength(6);
    const sum = (column: number) =>
      lines.reduce((total, line) => total + Number((line[column] ?? '').replace(',', '')), 0);
    expect(sum(10)).toBe(sum(11));
    expect(new Set(lines.map((line) => line[4]))).toEqual(new Set(['411000', '706200', '445710']));
    const empty = await running.ask('/api/v2/exports/fec?from=2001-01-01&to=2001-12-31');
    expect((await empty.text()).split('\r\n')).toHaveLength(2);
    const wrong = await running.ask('/api/v2/exports/fec?from=2026-02-30&to=2026-01-01');
    expect([wrong.status, ((await wrong.json()) as { field: string }).field]).toEqual([400, 'from']);
    const validator = await running.tokenFor('validator');
    expect((await running.ask('/api/v2/exports/fec?from=2026-01-01&to=2026-12-31', { token: validator })).status).toBe(
      403,
    );
  });

  it('bear a logo that can be printed, and refuse another with the field and the remedy', async () => {
    const logo = (text: string) => ({ mediaType: 'image/svg+xml', base64: Buffer.from(text).toString('base64') });
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path d="M0 0h30v10z" fill="#0b3d66"/></svg>';
    await post('/api/v2/billing-settings', { ...BILLING_SETTINGS, logo: logo(svg) });
    const [first] = await invoices();
    expect((await running.ask(`/api/v2/invoices/${first?.id}/document`)).status).toBe(200);
    const answer = await running.ask('/api/v2/billing-settings', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ ...BILLING_SETTINGS, logo: logo('<svg><script>1</script></svg>') }),
    });
    const why = (await answer.json()) as Record<'field' | 'remedy', string>;
    expect([answer.status, why.field]).toEqual([400, 'logo']);
    expect(why.remedy).toContain('paths alone');
  });
});
