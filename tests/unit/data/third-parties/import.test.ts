import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import { createImportJob, type ImportJob } from '../../../../electron/data/third-parties/import/import-job.ts';
import { previewTable } from '../../../../electron/data/third-parties/import/table-preview.ts';
import type { ImportSettings, ImportState } from '../../../../shared/contract/index.ts';
import { thirdParty } from '../../../../shared/domain/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { missionRow, thirdPartyRow, upsert } from '../../../support/vigie-server/rows.ts';

const SERVER = 'https://vigie.example.com';
const newFolder = temporaryFolders();
const newStore = testStores();
const clock = createManualClock();
let store: Store;
let folder: string;

beforeEach(async () => {
  folder = newFolder();
  ({ store } = newStore(newFolder(), { serverIdentity: SERVER }));
  const known = thirdPartyRow(1, { name: 'Transports Dupont SARL', contactInfo: { siren: '732829320', fax: '1' } });
  await applyAll(store, [upsert('third-party', known)]);
  await store.write((cache) =>
    cache.advance({ from: null, serverIdentity: SERVER, epoch: 'e1', cursor: 'c1', isLast: true, atMs: 1 }),
  );
});

function table(content: string | Uint8Array, name = 'table.csv'): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function through(file: string, more: Partial<ImportSettings> = {}, isTrial = false) {
  const preview = await previewTable(file, null);
  const job = createImportJob({ id: 'i', file, fileName: 'table.csv', store, clock });
  job.start({ form: preview.form, mapping: preview.mapping, onDuplicate: 'skip', ...more }, isTrial);
  return { preview, job, state: await ended(job) };
}

async function ended(job: ImportJob): Promise<ImportState> {
  await expect.poll(() => job.isBusy(), { timeout: 60_000, interval: 10 }).toBe(false);
  return job.state();
}

const all = () =>
  store.read((cache) =>
    cache.thirdParties.page({ filter: {}, sort: { by: 'name', direction: 'ascending' }, offset: 0, limit: 500 }),
  ).rows;
const names = () => all().map(({ name }) => name);
const notSent = () => store.read((cache) => cache.outbox.counts().notSent);

describe('a table', () => {
  const text = 'Raison sociale;Ville;SIREN\r\nÉmile & Fils;Saint-Étienne;\r\n';
  const utf16 = Buffer.from(`\u{feff}${text}`, 'utf16le');
  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\u{feff}${text}`), 'utf-8'],
    ['UTF-16', utf16, 'utf-16le'],
    ['UTF-16 without a mark', utf16.subarray(2), 'utf-16le'],
    ['UTF-16, the other way round', Buffer.from(utf16).swap16(), 'utf-16be'],
    ['Windows-1252', Buffer.from(text, 'latin1'), 'windows-1252'],
  ])('of %s is read as it was written', async (_, bytes, encoding) => {
    const preview = await previewTable(table(bytes), null);
    expect(preview).toMatchObject({
      form: { encoding, separator: ';', hasHeader: true },
      headers: ['Raison sociale', 'Ville', 'SIREN'],
      mapping: ['name', 'contactInfo.city', 'contactInfo.siren'],
      rows: [['Émile & Fils', 'Saint-Étienne', '']],
    });
  });

  it.each([
    ['name,city\n"Lyon, Dupont","a\nb"\n', ',', ['Lyon, Dupont', 'a\nb']],
    ['Name\tTown\nA\tB\n', '\t', ['A', 'B']],
    ['nom|cp\nA|69001\n', '|', ['A', '69001']],
    ['nom;adresse\nA;"1, rue ""X"""\n', ';', ['A', '1, rue "X"']],
    ['nom\nA "B" C\n', ';', ['A "B" C']],
  ])('with the separator and the quotes of %j', async (content, separator, row) => {
    const preview = await previewTable(table(content), null);
    if (row.length > 1) expect(preview.form.separator).toBe(separator);
    expect(preview.rows).toEqual([row]);
  });

  it('without headers is of numbered columns', async () => {
    const preview = await previewTable(table('Dupont;69001;732829320\nDurand;69002;356000000\n'), null);
    expect(preview).toMatchObject({
      form: { hasHeader: false },
      headers: ['1', '2', '3'],
      mapping: [null, null, null],
    });
  });

  it.each(['', '\n\n', ' ; ; \n'])('of nothing (%j) is refused', async (content) => {
    await expect(previewTable(table(content), null)).rejects.toMatchObject({ code: 'empty' });
  });

  it('with a quote that is never closed is refused where it opens', async () => {
    const rows = Array.from({ length: 5000 }, (_, n) => `Client ${n};Lyon`).join('\n');
    await expect(previewTable(table(`nom;ville\nA;B\n"${rows}`), null)).rejects.toMatchObject({
      code: 'open-quote',
      line: 3,
    });
    const good = Array.from({ length: 40 }, (_, n) => `Bon ${n};Lyon`).join('\n');
    const { state } = await through(table(`nom;ville\n${good}\n"${rows}`));
    expect(state).toMatchObject({ phase: 'failed', fault: { code: 'open-quote', line: 42 } });
  });
});

describe('an import', () => {
  const CONTENT = [
    'Nom;Type;Adresse;CP;Ville;Pays;SIREN;TVA;IBAN;Contact;Délai de paiement',
    'Autocars du Lac;client;"12, rue A\nBât. B";74000;Annecy;France;356 000 000;;FR76 3000 6000 0112 3456 7890 189;Zoé Roux;30 jours',
    '=HYPERLINK("http://x");fournisseur;;;;;;;;;',
    ';client;;;Lyon;;;;;;',
    'Mauvais;client;;6900;;FR;732829321;FR00;FR76;;90',
    'DUPONT, Transports;;;;Mâcon;;732 829 320;;;;',
    'Autocars du lac SA;;;;;;;;;;',
    'שלום 🚌;other;;;;;;;;;',
  ].join('\r\n');

  it('makes ordinary edits of good rows, and tells each bad cell with its line, column and why', async () => {
    const { state, job } = await through(table(CONTENT));
    expect(state).toMatchObject({ phase: 'done', counts: { rows: 7, created: 3, skipped: 2, bad: 2 } });
    expect(names()).toEqual(['=HYPERLINK("http://x")', 'Autocars du Lac', 'Transports Dupont SARL', 'שלום 🚌']);
    expect(notSent()).toBe(3);
    const lac = all().find(({ name }) => name === 'Autocars du Lac');
    expect(lac?.contactInfo).toEqual({
      ...{ address: '12, rue A\nBât. B', postalCode: '74000', city: 'Annecy', country: 'FR', siren: '356000000' },
      ...{ iban: 'FR7630006000011234567890189', persons: [{ name: 'Zoé Roux' }], paymentDays: 30 },
    });
    const problems = (await job.problems.page(0, 100)).map(({ line, column, value, what, refusal, other }) => [
      line,
      column,
      value,
      refusal?.fault ?? refusal?.code ?? what,
      other,
    ]);
    expect(problems).toEqual([
      [5, null, '', 'invalid-value', null],
      [6, 'SIREN', '732829321', 'siren-check', null],
      [6, 'TVA', 'FR00', 'vat-form', null],
      [6, 'IBAN', 'FR76', 'iban-form', null],
      [6, 'Délai de paiement', '90', 'days-range', null],
      [7, null, '', 'like-known', 'Transports Dupont SARL'],
      [8, null, '', 'like-row', '2'],
    ]);
  });

  it('is tried first, and a trial makes nothing', async () => {
    const { state } = await through(table(CONTENT), {}, true);
    expect(state).toMatchObject({ phase: 'checked', counts: { rows: 7, created: 3, skipped: 2, bad: 2 } });
    expect(notSent()).toBe(0);
  });

  it('updates what is there with what the row says, and leaves what it does not say', async () => {
    const { state } = await through(table(CONTENT), { onDuplicate: 'update' });
    expect(state.counts).toMatchObject({ created: 3, updated: 2, skipped: 0, bad: 2 });
    expect(all().find(({ id }) => id === thirdPartyRow(1).id)).toMatchObject({
      name: 'DUPONT, Transports',
      contactInfo: { siren: '732829320', city: 'Mâcon', fax: '1' },
    });
    const again = await through(table(CONTENT), { onDuplicate: 'update' });
    expect(again.state.counts).toMatchObject({ created: 0 });
  });

  it('creates all the same where a person says so', async () => {
    expect((await through(table(CONTENT), { onDuplicate: 'create' })).state.counts).toMatchObject({
      created: 5,
      bad: 2,
    });
  });

  it('is undone: what is not sent is as if it had never been made', async () => {
    const { job } = await through(table(CONTENT), { onDuplicate: 'update' });
    job.undo();
    expect(await ended(job)).toMatchObject({ phase: 'undone', undone: 5, kept: 0 });
    expect(names()).toEqual(['Transports Dupont SARL']);
    expect(all()[0]).toMatchObject({ contactInfo: { siren: '732829320', fax: '1' } });
    expect(notSent()).toBe(0);
    expect(store.read((cache) => cache.imports.last())).toBeUndefined();
  });

  it('is undone but for what changed or is used since; what was sent is removed by edits of its own', async () => {
    const { job } = await through(table('nom\nA un\nB deux\nC trois\n'));
    const [a, b] = all();
    // The server took them all; then one was renamed, and one is named by a mission.
    const sent = store.read((cache) => cache.outbox.sendable(SERVER, 9, 999_999));
    const current = (index: number, more = {}) => {
      const row = thirdParty.parse(all()[index]);
      return upsert('third-party', { ...row, ...more }, 1);
    };
    const rows = [current(0), current(1), current(2)];
    await store.write((cache) => {
      cache.outbox.attempted(
        sent.map(({ mutationId }) => mutationId),
        1,
      );
      cache.outbox.settle(
        sent.map((mutation, index) => ({
          result: 'applied',
          mutationId: mutation.mutationId,
          current: rows[index] ?? null,
        })),
      );
    });
    await applyAll(store, [
      upsert('third-party', { ...(rows[0] as { row: ReturnType<typeof thirdPartyRow> }).row, name: 'A renommé' }, 2),
      upsert('mission', missionRow(1, { thirdPartyId: b?.id ?? '' })),
    ]);
    job.undo();
    expect(await ended(job)).toMatchObject({ phase: 'undone', undone: 1, kept: 2 });
    expect(names().filter((name) => !name.startsWith('Transports'))).toEqual(['A renommé', 'B deux']);
    expect(store.read((cache) => cache.outbox.sendable(SERVER, 9, 999_999)).map(({ op }) => op)).toEqual(['delete']);
    expect(a?.id).toBeDefined();
  });

  it('of 50,000 rows is stopped when asked, and what was made until then is undone', { retry: 4 }, async () => {
    const rows = Array.from({ length: 50_000 }, (_, n) => `Client numéro ${n};Ville ${n % 90};client${n}@exemple.fr`);
    const file = table(`Nom;Ville;Courriel\n${rows.join('\n')}\n`);
    const preview = await previewTable(file, null);
    const job = createImportJob({ id: 'i', file, fileName: 'table.csv', store, clock });
    job.start({ form: preview.form, mapping: preview.mapping, onDuplicate: 'skip' }, false);
    // Others get their turn all the while.
    let longestMs = 0;
    let beforeMs = performance.now();
    while (job.state().counts.rows < 2_000) {
      await new Promise((resolve) => setImmediate(resolve));
      longestMs = Math.max(longestMs, performance.now() - beforeMs);
      beforeMs = performance.now();
    }
    job.stop();
    const state = await ended(job);
    expect(state.phase).toBe('stopped');
    expect(state.counts.created).toBe(notSent());
    expect(state.counts.rows).toBeLessThan(50_000);
    expect(longestMs).toBeLessThan(2_000);
    job.undo();
    expect(await ended(job)).toMatchObject({ phase: 'undone', kept: 0, undone: state.counts.created });
    expect(notSent()).toBe(0);
  });
});
