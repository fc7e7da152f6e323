import { systemClock } from '../../clock.ts';
import { readReportKeySetting } from '../../settings/report-settings.ts';
import { compareReports } from '../../verify/compare.ts';
import { parseReport, type SignedReport, type VerifyReport } from '../../verify/report.ts';
import { isSignedBy, type ReportKey, signReport } from '../../verify/signature.ts';
import { verify } from '../../verify/verify.ts';
import { defineCommand } from '../command.ts';
import { CommandEnd, EXIT, type ExitCode } from '../exit-code.ts';
import { readGivenFile, writeWhole } from '../files.ts';
import { pathName } from '../option-values.ts';
import { dataOption, withDatabase } from '../with-database.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  summary: 'prove what a database holds, and compare it with an earlier report',
  description: `Counts and sums the tables of the existing system and Vigie's own, in one snapshot, and checks foreign keys, totals by billing cycle and
the schema. Works before, with and after Vigie. With VIGIE_REPORT_KEY set the report is signed. Ends with 4 where the database differs
from the report that --against names, or rows name others that are not there.`,
  declare: (command) =>
    dataOption(command)
      .option('--report <file>', 'write the report there', pathName('--report'))
      .option('--against <file>', 'an earlier report to compare with', pathName('--against'))
      .option('--all', "compare Vigie's own tables and assignments too, not the existing system alone")
      .option('--unsigned', 'take a report for --against whose signature cannot be checked')
      .option(
        '--table <name>',
        'a further table of the existing system, may be given again',
        (name: string, before: string[] | undefined) => [...(before ?? []), name],
      )
      .option(
        '--except-column <table.column>',
        'leave a column out, such as one that a trigger sets at each update; may be given again',
        (name: string, before: string[] | undefined) => [...(before ?? []), name],
      ),
  run: (run) =>
    withDatabase(run, async (database) => {
      const { options, output, progress } = run;
      const key = readReportKeySetting(run.environment);
      const against =
        options.against === undefined ? undefined : await earlierReport(options.against, key, options.unsigned);
      const report = await verify(database, {
        nowMs: systemClock.nowMs(),
        progress,
        signal: run.signal(),
        ...(options.table === undefined ? {} : { tables: options.table }),
        ...(options.exceptColumn === undefined ? {} : { exceptColumns: options.exceptColumn }),
        ...(against === undefined ? {} : { against }),
      });
      const signed = signedBy(report, key);
      if (options.report !== undefined) await writeWhole(options.report, `${JSON.stringify(signed, null, 1)}\n`);
      const { differences, notes } = compareReports(against ?? report, report, { all: options.all === true });
      const compared = against === undefined ? {} : { against: against.madeAt };
      output.result({ ...signed, ...compared, differences, notes }, [
        ...linesOf(report),
        signed.signature === null
          ? 'not signed: VIGIE_REPORT_KEY is not set'
          : `signed (${signed.signature.algorithm})`,
        ...notes.map((text) => `note: ${text}`),
        ...differences.map((text) => `difference: ${text}`),
        `differences ${differences.length}`,
      ]);
      return differences.length === 0 ? EXIT.done : EXIT.differences;
    }),
});

function signedBy(report: VerifyReport, key: ReportKey | undefined): SignedReport {
  return { report, signature: key === undefined || key.kind === 'public' ? null : signReport(report, key) };
}

/** @throws ReportError, CommandEnd where the signature is not right */
async function earlierReport(
  file: string,
  key: ReportKey | undefined,
  unsigned: true | undefined,
): Promise<VerifyReport> {
  const { report, signature } = parseReport(await readGivenFile('--against', file), file);
  if (unsigned === true || (key === undefined && signature === null)) return report;
  if (key === undefined) {
    throw new CommandEnd(refused, `${file} is signed: set VIGIE_REPORT_KEY to check it, or give --unsigned.`);
  }
  if (!isSignedBy(report, signature, key)) {
    const what = signature === null ? 'is not signed' : 'was changed, or signed with another key';
    throw new CommandEnd(refused, `${file} ${what}: give the report as it was written, or --unsigned.`);
  }
  return report;
}

const refused: ExitCode = EXIT.refused;

function linesOf({ tables, foreignKeys, cycles }: VerifyReport): string[] {
  const width = Math.max(...tables.map(({ name }) => name.length));
  const assigned = cycles.filter(({ id }) => id !== null);
  const missions = assigned.reduce((sum, one) => sum + one.missions, 0);
  const cents = assigned.reduce((sum, one) => sum + BigInt(one.amountCents), 0n);
  return [
    ...tables.map(({ name, rows, checksum }) => `${name.padEnd(width)}  ${String(rows).padStart(9)} rows  ${checksum}`),
    `${foreignKeys.length} foreign keys, ${foreignKeys.reduce((sum, { orphans }) => sum + orphans, 0)} rows that name none`,
    `${assigned.length} billing cycles with ${missions} missions, ${cents} cents`,
  ];
}
