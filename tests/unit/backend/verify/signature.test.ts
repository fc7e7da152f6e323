import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readReportKeySetting } from '../../../../backend/settings/report-settings.ts';
import { parseReport, type VerifyReport } from '../../../../backend/verify/report.ts';
import { isSignedBy, readReportKey, signReport } from '../../../../backend/verify/signature.ts';

const report: VerifyReport = {
  ...{
    kind: 'vigie-verify',
    version: 1,
    madeAt: '2026-01-01T00:00:00.000Z',
    database: { place: 'db/fleet', server: '15.1' },
    migrations: [],
  },
  tables: [{ name: 'missions', owner: 'existing', columns: ['id'], rows: 1, checksum: '1/2', parts: [], schema: [] }],
  foreignKeys: [],
  cycles: [],
};
const pem = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

describe('a signed report', () => {
  it.each([
    ['a secret', 's'.repeat(32), 's'.repeat(32)],
    ['an Ed25519 key, and its public one', pem.privateKey, pem.publicKey],
  ])('with %s is known again, and known when it was changed', (_, signing, checking) => {
    const signature = signReport(report, readReportKey(signing));
    const key = readReportKey(checking);
    expect(isSignedBy(report, signature, key)).toBe(true);
    // The order of members in a file says nothing.
    const turned = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(report).toReversed()))) as VerifyReport;
    expect(isSignedBy(turned, signature, key)).toBe(true);
    const [table] = report.tables;
    const changed = { ...report, tables: table === undefined ? [] : [{ ...table, rows: 2 }] };
    expect(isSignedBy(changed, signature, key)).toBe(false);
    expect(isSignedBy(report, null, key)).toBe(false);
    expect(isSignedBy(report, { ...signature, value: 'AAAA' }, key)).toBe(false);
    expect(isSignedBy(report, signature, readReportKey('another secret, which is long enough'))).toBe(false);
  });

  it('with another kind of signature is not taken', () => {
    const signature = signReport(report, readReportKey('s'.repeat(32)));
    expect(isSignedBy(report, { ...signature, algorithm: 'ed25519' }, readReportKey(pem.publicKey))).toBe(false);
    expect(() => signReport(report, readReportKey(pem.publicKey))).toThrow(/public key only checks/);
  });

  it.each([
    ['short', 'VIGIE_REPORT_KEY is too short: give a secret of 32 characters or more, or an Ed25519 key in PEM.'],
    [
      '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----',
      /^VIGIE_REPORT_KEY holds a PEM key that cannot be read/,
    ],
    [
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      /^VIGIE_REPORT_KEY holds a key of type ec/,
    ],
  ])('needs a key that is one', (key, message) => {
    expect(() => readReportKeySetting({ VIGIE_REPORT_KEY: key })).toThrow(message);
  });

  it('that is no report is refused', () => {
    expect(() => parseReport('x', 'r.json')).toThrow(/^r\.json is not JSON/);
    expect(() => parseReport('{"report":{}}', 'r.json')).toThrow(
      /^r\.json is not a report of this version of verify \(at report\.kind/,
    );
    expect(parseReport(JSON.stringify({ report, signature: null }), 'r.json').report).toEqual(report);
  });
});
