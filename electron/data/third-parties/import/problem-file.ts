import { createReadStream } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type ImportProblem, importProblem } from '../../../../shared/contract/index.ts';

/** The problems of an import, on disk: a table may have one in each row. */
export interface ProblemFile {
  count(): number;
  add(problems: readonly ImportProblem[]): Promise<void>;
  page(offset: number, limit: number): Promise<ImportProblem[]>;
  clear(): Promise<void>;
}

/** The first ones are read again and again, the others only for a report. */
const REMEMBERED = 500;

export function createProblemFile(file: string): ProblemFile {
  let count = 0;
  let first: ImportProblem[] = [];
  return {
    count: () => count,
    async add(problems) {
      if (problems.length === 0) return;
      await appendFile(file, problems.map((problem) => `${JSON.stringify(problem)}\n`).join(''), { mode: 0o600 });
      first.push(...problems.slice(0, REMEMBERED - first.length));
      count += problems.length;
    },
    async page(offset, limit) {
      if (offset + limit <= first.length || count <= first.length) return first.slice(offset, offset + limit);
      const found: ImportProblem[] = [];
      let index = 0;
      const lines = createInterface({ input: createReadStream(file, 'utf8') });
      for await (const line of lines) {
        if (index >= offset) found.push(importProblem.parse(JSON.parse(line)));
        index += 1;
        if (found.length >= limit) break;
      }
      lines.close();
      return found;
    },
    async clear() {
      count = 0;
      first = [];
      await rm(file, { force: true });
    },
  };
}
