import type { Session } from '../database.ts';
import type { MigrationFile } from '../migrations/migration-files.ts';
import type { OwnObject, Step } from '../migrations/step.ts';
import { checkColumns } from './check-columns.ts';
import { checkNames } from './check-names.ts';
import { checkServer } from './check-server.ts';
import { checkTables } from './check-tables.ts';
import { type Finding, PreflightError } from './finding.ts';

/** Looks at a database that is to be migrated: everything that stands in the way, and what is good to know. Changes nothing. */
export async function preflight(
  session: Session,
  files: readonly MigrationFile[],
  applied: ReadonlySet<string>,
): Promise<Finding[]> {
  const wanted = await pendingObjects(session, files, applied);
  return [
    ...(await checkServer(session)),
    ...(await checkTables(session)),
    ...(await checkColumns(session)),
    ...(await checkNames(session, wanted)),
  ];
}

/** @throws PreflightError when something stands in the way */
export async function refuseUnfit(
  session: Session,
  files: readonly MigrationFile[],
  applied: ReadonlySet<string>,
): Promise<void> {
  const findings = await preflight(session, files, applied);
  if (findings.some(({ severity }) => severity === 'refusal')) throw new PreflightError(findings);
}

/**
 * What migrations will still make. Of one that is begun, what it makes outside of a transaction may be there: an index that a killed run left
 * is built anew by the next.
 */
async function pendingObjects(
  session: Session,
  files: readonly MigrationFile[],
  applied: ReadonlySet<string>,
): Promise<OwnObject[]> {
  const done = await doneSteps(session);
  const isDone = (name: string, step: Step) => applied.has(name) || done.has(`${name}/${step.name}`);
  const made = new Set(
    files.flatMap(({ name, steps, creates }) => {
      if (steps === undefined) return applied.has(name) ? creates.map(keyOf) : [];
      return steps.filter((step) => isDone(name, step)).flatMap((step) => step.creates.map(keyOf));
    }),
  );
  return (
    files
      .filter(({ name }) => !applied.has(name))
      .flatMap(({ name, steps, creates }) => {
        if (steps === undefined) return creates;
        const isBegun = steps.some((step) => done.has(`${name}/${step.name}`));
        return steps
          .filter((step) => !done.has(`${name}/${step.name}`) && (step.isAtomic || !isBegun))
          .flatMap((step) => step.creates);
      })
      // A later migration may make anew what an earlier one made.
      .filter((object) => !made.has(keyOf(object)))
  );
}

function keyOf(object: OwnObject): string {
  return JSON.stringify(object);
}

async function doneSteps(session: Session): Promise<Set<string>> {
  const [known] = await session.query<{ known: boolean }>(
    `select to_regclass('vigie_migrations_steps') is not null as known`,
  );
  if (!known?.known) return new Set();
  const rows = await session.query<{ name: string }>(
    `select migration || '/' || step as name from vigie_migrations_steps`,
  );
  return new Set(rows.map(({ name }) => name));
}
