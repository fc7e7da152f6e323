import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './support/patience.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * `npm run test:postgres`: the backend's integration tests again, on a real PostgreSQL server that the run starts, instead of on the one in the
 * process. What is about the data folder of the latter is left to `npm test`.
 */
export default defineConfig({
  root,
  cacheDir: 'node_modules/.vite/tests-postgres',
  test: {
    include: ['tests/integration/backend/**/*.test.ts'],
    exclude: ['tests/integration/backend/{serve,storage,maintenance}.test.ts'],
    setupFiles: ['tests/support/patient-waits.ts'],
    expect: { poll: { timeout: PATIENCE_MS } },
    globalSetup: ['tests/support/postgres-run.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // One file after the other: a transaction that is open in one database delays pulls in all of the server's.
    maxWorkers: 1,
    fileParallelism: false,
  },
});
