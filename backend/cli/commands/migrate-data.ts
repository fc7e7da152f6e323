import { migrationStatus } from '../../database/migrate.ts';
import type { Database } from '../../database/database.ts';
import { MISSION_DATES, parseRule, PERIODS, type CycleRule } from '../../migrate-data/cycle-rule.ts';
import { readDecisions } from '../../migrate-data/decisions.ts';
import { migrateBillingData, type MigrateDataReport } from '../../migrate-data/migrate-billing-data.ts';
import { defineCommand } from '../command.ts';
import { CommandEnd, EXIT, UsageError } from '../exit-code.ts';
import { readGivenFile, writeWhole } from '../files.ts';
import { oneOfWords, pathName } from '../option-values.ts';
import { patienceOption } from './migrate.ts';
import { withDatabase } from '../with-database.ts';

const MOST_SHOWN = 20;

export const migrateDataCommand = defineCommand({
  name: 'migrate-data',
  summary: 'turn free-text customers into third parties, and put missions into billing cycles',
  description: `Spellings that differ in case, accents, spaces or by a legal form become one third party. Names that are near are never merged: they are
listed in the report, and the missions of the rarer wait until somebody has filled in "same" and the file is given back with
--decisions. Missions come into billing cycles by date and rule. What a person assigned or took away stays as it is. Other programs
may go on writing. Stopped or killed, the same command goes on; called again, it changes nothing.`,
  declare: (command) =>
    patienceOption(command)
      .option('--dry-run', 'only say what would be done')
      .option('--report <file>', 'write the report there, as JSON', pathName('--report'))
      .option('--decisions <file>', 'a report in which "same" is filled in', pathName('--decisions'))
      .option('--subsidiary <name>', 'whose missions (default: those without a subsidiary); once for each')
      .option('--rule <file>', 'the rule of billing cycles, as JSON; see docs/data-migration.md', pathName('--rule'))
      .option(
        '--period <period>',
        `one cycle for each ${PERIODS.join(', ')} (default: month)`,
        oneOfWords('--period', PERIODS),
      )
      .option(
        '--per <whom>',
        'of each third-party, or of all together (default: third-party)',
        oneOfWords('--per', ['third-party', 'all']),
      )
      .option(
        '--date <date>',
        `which date of a mission counts: ${MISSION_DATES.join(', ')} (default: planned-start)`,
        oneOfWords('--date', MISSION_DATES),
      )
      .option('--time-zone <zone>', 'in whose calendar (default: Europe/Paris)')
      .option('--from <day>', 'first day, as 2025-01-31')
      .option('--until <day>', 'last day'),
  run: (run) =>
    withDatabase(run, async (database) => {
      const { options, output, progress } = run;
      const rule = await ruleOf(options);
      const decisions =
        options.decisions === undefined
          ? []
          : readDecisions(await readGivenFile('--decisions', options.decisions), options.decisions);
      await refuseUnmigrated(database);
      const report = await migrateBillingData(database, {
        rule,
        subsidiary: options.subsidiary ?? '',
        decisions,
        isDry: options.dryRun === true,
        progress,
        signal: run.signal(),
        patienceMs: options.patience * 1000,
      });
      if (options.report !== undefined) await writeWhole(options.report, `${JSON.stringify(report, null, 1)}\n`);
      output.result(report, linesOf(report));
    }),
});

interface RuleOptions {
  rule?: string | undefined;
  period?: CycleRule['period'] | undefined;
  per?: CycleRule['per'] | undefined;
  date?: CycleRule['date'] | undefined;
  timeZone?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
}

/** An option wins over the file. @throws UsageError, RuleError */
async function ruleOf({ rule: file, period, per, date, timeZone, from, until }: RuleOptions): Promise<CycleRule> {
  const given = Object.fromEntries(
    Object.entries({ period, per, date, timeZone, from, until }).filter(([, value]) => value !== undefined),
  );
  if (file === undefined) return parseRule(given, 'The rule');
  let value: unknown;
  try {
    value = JSON.parse(await readGivenFile('--rule', file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--rule ${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`--rule ${file} must hold an object.`);
  return parseRule({ ...value, ...given }, file);
}

async function refuseUnmigrated(database: Database): Promise<void> {
  const missing = (await migrationStatus(database)).filter(({ applied }) => !applied).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new CommandEnd(EXIT.refused, `The database lacks ${missing.join(', ')}: run migrate up first.`, { missing });
}

function linesOf(report: MigrateDataReport): string[] {
  const { customers, missions, review, isDry } = report;
  const verb = isDry ? 'would be ' : '';
  return [
    `${customers.spellings} spellings are ${customers.customers} customers: ${customers.matched} third parties were there, ${customers.created} ${verb}made, ${customers.waiting} wait for a decision`,
    `${missions.examined} missions looked at: ${missions.thirdParties} ${verb}given to a third party, ${missions.billingCycles} to a billing cycle (${report.billingCyclesCreated} cycles ${verb}made)`,
    ...(report.others === 0
      ? []
      : [`${report.others} missions of other subsidiaries were not looked at: name each with --subsidiary`]),
    ...missions.skipped.map(
      ({ meaning, missions: count, examples }) =>
        `skipped ${count}: ${meaning} (${examples.slice(0, 3).join(', ')}${count > 3 ? ', …' : ''})`,
    ),
    ...(customers.nearNamesAreCut ? ['There are too many names to look for all that are near.'] : []),
    ...review
      .slice(0, MOST_SHOWN)
      .map(
        ({ keep, other, reason, missions: count }) =>
          `decide: ${JSON.stringify(keep)} or ${JSON.stringify(other)}? ${reason}, ${count} missions`,
      ),
    ...(review.length > MOST_SHOWN
      ? [`… and ${review.length - MOST_SHOWN} more to decide: see the file of --report`]
      : []),
  ];
}
