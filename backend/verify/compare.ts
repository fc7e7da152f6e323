import type { TableReport, VerifyReport } from './report.ts';

/** How two reports differ, a sentence each. */
export interface Comparison {
  differences: string[];
  /** What one of them has and the other cannot have: no difference in itself. */
  notes: string[];
}

export interface CompareOptions {
  /** Also what is Vigie's own: third parties, cycles, assignments. Without: the existing system alone. */
  all: boolean;
}

/** @param before the earlier report @param now the later one */
export function compareReports(before: VerifyReport, now: VerifyReport, { all }: CompareOptions): Comparison {
  const comparison: Comparison = { differences: [], notes: [] };
  const names = [...new Set([...before.tables, ...now.tables].map(({ name }) => name))];
  for (const name of names) {
    const [first, second] = [before, now].map(({ tables }) => tables.find((one) => one.name === name));
    const owner = (first ?? second)?.owner;
    if (owner === 'vigie' && !all) continue;
    if (first === undefined || second === undefined) {
      const text = `${name}: only in the ${first === undefined ? 'later' : 'earlier'} report`;
      (owner === 'vigie' && before.migrations.length !== now.migrations.length
        ? comparison.notes
        : comparison.differences
      ).push(text);
    } else comparison.differences.push(...compareTables(first, second, all));
  }
  for (const report of [now]) {
    for (const { name, table, orphans } of report.foreignKeys) {
      if (orphans > 0) comparison.differences.push(`${table}: ${orphans} rows name a row that is not there (${name})`);
    }
  }
  if (all && before.cycles.length > 0 && now.cycles.length > 0)
    comparison.differences.push(...compareCycles(before, now));
  return comparison;
}

function compareTables(first: TableReport, second: TableReport, all: boolean): string[] {
  const { name } = first;
  const differences: string[] = [];
  differences.push(...listDifference(`${name}: column`, first.columns, second.columns));
  differences.push(...listDifference(`${name}: schema,`, first.schema, second.schema));
  if (first.rows !== second.rows) differences.push(`${name}: ${first.rows} rows before, ${second.rows} now`);
  if (first.checksum !== second.checksum) differences.push(`${name}: other values${placesOf(first, second)}`);
  if (
    all &&
    first.added !== undefined &&
    second.added !== undefined &&
    first.added.checksum !== second.added.checksum
  ) {
    differences.push(
      `${name}: other values of ${second.added.columns.join(', ')} (${first.added.rows} rows before, ${second.added.rows} now)`,
    );
  }
  return differences;
}

const MOST_PLACES = 10;

/** The ranges of keys in which rows differ. */
function placesOf(first: TableReport, second: TableReport): string {
  const { partSize } = first;
  if (partSize === undefined || partSize !== second.partSize) return '';
  const sums = (report: TableReport) => new Map(report.parts.map((part) => [part.from, part]));
  const [before, now] = [sums(first), sums(second)];
  const froms = [...new Set([...before.keys(), ...now.keys()])].sort((a, b) => Number(BigInt(a) - BigInt(b)));
  const other = froms.filter((from) => before.get(from)?.checksum !== now.get(from)?.checksum);
  const ranges = other.slice(0, MOST_PLACES).map((from) => {
    const rows = `${before.get(from)?.rows ?? 0} rows before, ${now.get(from)?.rows ?? 0} now`;
    return `${from} to ${BigInt(from) + BigInt(partSize) - 1n} (${rows})`;
  });
  const more = other.length > MOST_PLACES ? ` and ${other.length - MOST_PLACES} more ranges` : '';
  return `, of ids ${ranges.join(', ')}${more}`;
}

function listDifference(what: string, first: readonly string[], second: readonly string[]): string[] {
  return [
    ...first.filter((one) => !second.includes(one)).map((one) => `${what} ${one}: only before`),
    ...second.filter((one) => !first.includes(one)).map((one) => `${what} ${one}: only now`),
  ];
}

function compareCycles(before: VerifyReport, now: VerifyReport): string[] {
  const keyOf = ({ id, currency }: VerifyReport['cycles'][number]) => `${id}/${currency}`;
  // Missions without a cycle are counted with their table.
  const [first, second] = [before, now].map(
    ({ cycles }) => new Map(cycles.filter(({ id }) => id !== null).map((one) => [keyOf(one), one])),
  );
  return [...new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])])].flatMap((key) => {
    const [one, other] = [first?.get(key), second?.get(key)];
    if (one?.missions === other?.missions && one?.amountCents === other?.amountCents) return [];
    const say = (total: typeof one) =>
      total === undefined ? 'none' : `${total.missions} missions, ${total.amountCents} cents`;
    return [`cycle ${(one ?? other)?.label} (${key}): ${say(one)} before, ${say(other)} now`];
  });
}
