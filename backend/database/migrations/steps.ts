import { untilUnlocked } from '../locks.ts';
import { objectsMadeBy } from './own-objects.ts';
import type { Step, StepContext } from './step.ts';

/**
 * The parts that a migration of an operator's tables is made of. Other programs write these tables meanwhile: nothing here keeps one of
 * them waiting for longer than a moment. See docs/adr/0060-migrations-beside-legacy-programs.md.
 */

/** Statements that run in one transaction. They must be quick: whatever they lock stays locked until the end. */
export function script(name: string, up: string, down: string): Step {
  return {
    name,
    isAtomic: true,
    creates: objectsMadeBy(up),
    up: ({ transaction }) => transaction((sql) => sql.execute(up)),
    down: ({ transaction }) => transaction((sql) => sql.execute(down)),
  };
}

/** A column without a default that is computed: the table is not rewritten, and is locked for a moment. */
export function addColumn(table: string, column: string, definition: string): Step {
  return {
    name: `column ${table}.${column}`,
    isAtomic: true,
    creates: [{ kind: 'column', table, name: column }],
    up: ({ transaction }) =>
      transaction((sql) => sql.execute(`alter table ${table} add column ${column} ${definition}`)),
    down: ({ transaction }) => transaction((sql) => sql.execute(`alter table ${table} drop column ${column}`)),
  };
}

/** A constraint that is in force for new rows at once; those that are there are checked in a second step, while others write. */
export function addConstraint(table: string, name: string, definition: string): readonly Step[] {
  return [
    {
      name: `constraint ${name}`,
      isAtomic: true,
      creates: [{ kind: 'constraint', table, name }],
      up: ({ transaction }) =>
        transaction((sql) => sql.execute(`alter table ${table} add constraint ${name} ${definition} not valid`)),
      down: ({ transaction }) => transaction((sql) => sql.execute(`alter table ${table} drop constraint ${name}`)),
    },
    {
      name: `validation of ${name}`,
      isAtomic: true,
      creates: [],
      up: ({ transaction }) => transaction((sql) => sql.execute(`alter table ${table} validate constraint ${name}`)),
      down: () => Promise.resolve(),
    },
  ];
}

/** An index that is built while others write. One that a killed run left invalid is dropped and built anew. */
export function createIndex(name: string, on: string, { unique = false } = {}): Step {
  const create = (how: string) => `create ${unique ? 'unique ' : ''}index ${how} ${name} on ${on}`;
  return {
    name: `index ${name}`,
    isAtomic: false,
    creates: [{ kind: 'index', name }],
    async up(context) {
      if (context.kind === 'pglite') return context.session.execute(create('if not exists'));
      context.progress.begin(`index ${name}`);
      await patiently(context, `the index ${name}`, async () => {
        const state = await indexState(context, name);
        if (state === 'valid') return;
        if (state === 'invalid') await context.session.execute(`drop index concurrently if exists ${name}`);
        await context.session.execute(create('concurrently'));
      });
      context.progress.end();
    },
    async down(context) {
      if (context.kind === 'pglite') return context.session.execute(`drop index if exists ${name}`);
      await patiently(context, `the index ${name}`, () =>
        context.session.execute(`drop index concurrently if exists ${name}`),
      );
    },
  };
}

/**
 * On the way down, between replacing a function that triggers call and dropping what it used: waits until statements that began with the
 * old one have ended. One table at a time, each for a moment.
 */
export function writersEnded(tables: readonly string[]): Step {
  return {
    name: `writers of ${tables.join(', ')} have ended`,
    isAtomic: false,
    creates: [],
    up: () => Promise.resolve(),
    async down({ transaction }) {
      for (const table of tables) {
        await transaction((sql) => sql.execute(`lock table ${table} in share row exclusive mode`));
      }
    },
  };
}

/**
 * Building an index concurrently waits for transactions that are open, and holds nobody up while it does: it may wait for long. It takes
 * no part in a transaction.
 */
async function patiently(context: StepContext, what: string, work: () => Promise<void>): Promise<void> {
  const { session, patienceMs, signal } = context;
  await session.execute(`set lock_timeout = ${Math.max(1, Math.round(patienceMs))}`);
  try {
    await untilUnlocked(what, session, { patienceMs: 0, signal }, work);
  } finally {
    await session.execute('reset lock_timeout');
  }
}

async function indexState({ session }: StepContext, name: string): Promise<'absent' | 'valid' | 'invalid'> {
  const [row] = await session.query<{ valid: boolean }>(
    'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)',
    [name],
  );
  if (row === undefined) return 'absent';
  return row.valid ? 'valid' : 'invalid';
}
