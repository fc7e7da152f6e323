import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { describeRoutes } from '../../http/routes/index.ts';
import { defineCommand } from '../command.ts';
import { pathName } from '../option-values.ts';

/** The description as it is kept in docs/api. */
export function openApiText(): string {
  return `${JSON.stringify(describeRoutes(packageJson.version), null, 2)}\n`;
}

export const openApiCommand = defineCommand({
  name: 'openapi',
  summary: 'write the description of the interface (OpenAPI 3.1)',
  declare: (command) =>
    command.option('--out <file>', 'write it there instead of to standard output', pathName('--out')),
  async run({ options: { out }, output }) {
    if (out === undefined) {
      output.result(describeRoutes(packageJson.version), [openApiText().trimEnd()]);
      return;
    }
    await mkdir(path.dirname(out), { recursive: true });
    await writeFile(out, openApiText());
    output.result({ file: out }, [`Wrote ${out}.`]);
  },
});
