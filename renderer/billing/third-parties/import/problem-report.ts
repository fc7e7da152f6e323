import type { TFunction } from 'i18next';
import type { ImportProblem } from '../../../../shared/contract/index.ts';
import { csvLine } from '../../../../shared/domain/index.ts';
import type { WindowClient } from '../../../connection/index.ts';
import { refusalSentence } from '../../../i18n/index.ts';

const AT_A_TIME = 500;

/** Why a row, or a cell of it, is not taken, and what to do about it. */
export function problemSentence(t: TFunction, { what, refusal, other }: ImportProblem): string {
  if (what !== 'value') return t(`party-import.problem.${what}`, { other: other ?? '' });
  return refusal === null ? t('refusal.malformed') : refusalSentence(t, refusal);
}

/**
 * The report of all problems as a CSV file that a spreadsheet opens in the person's language: with a mark that it is UTF-8, and no cell that it
 * would compute.
 * @throws RpcError
 */
export async function reportOf(
  client: WindowClient,
  t: TFunction,
  importId: string,
  { count, separator }: { count: number; separator: string },
): Promise<Blob> {
  const header = (['line', 'column', 'value', 'why'] as const).map((name) => t(`party-import.report.${name}`));
  const parts: string[] = ['\u{feff}', csvLine(header, separator)];
  for (let offset = 0; offset < count; offset += AT_A_TIME) {
    const page = { importId, offset, limit: AT_A_TIME };
    const { problems } = await client.request('thirdParties.import.problems', page);
    if (problems.length === 0) break;
    parts.push(
      ...problems.map((problem) =>
        csvLine([String(problem.line), problem.column ?? '', problem.value, problemSentence(t, problem)], separator),
      ),
    );
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}
