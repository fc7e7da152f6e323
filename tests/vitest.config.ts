import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { COVERED_ROOMS } from '../build/test/coverage.ts';
import { PATIENCE_MS } from './support/patience.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * One vitest project: a folder of tests with its own time limit. The limits only end what hangs, on a machine that is busy
 * with four of them; what must be quick is counted, or measured by a benchmark.
 */
const project = (name: string, include: string, seconds: number, environment: 'node' | 'jsdom' = 'node') => ({
  extends: true as const,
  test: {
    name,
    environment,
    setupFiles: [
      ...['tests/support/own-modules.ts', 'tests/support/patient-waits.ts'],
      ...(environment === 'jsdom' ? ['tests/support/renderer/shared-document.ts'] : []),
    ],
    include: [`${include}/**/*.test.{ts,tsx}`],
    exclude: name === 'unit' ? ['tests/unit/renderer/**'] : [],
    testTimeout: seconds * 1000,
    hookTimeout: seconds * 1000,
  },
});

export default defineConfig({
  root,
  cacheDir: 'node_modules/.vite/tests',
  plugins: [react()],
  resolve: {
    alias: [{ find: /^electron$/, replacement: `${root}tests/support/electron-absent.ts` }],
  },
  test: {
    passWithNoTests: true,
    // What files share, and what each has to itself: tests/support/own-modules.ts.
    isolate: false,
    expect: { poll: { timeout: PATIENCE_MS } },
    // Programs that tests start read the same source again and again: what Node has compiled of it is kept.
    env: { NODE_COMPILE_CACHE: `${root}node_modules/.cache/vigie/compiled` },
    // Many tests wait for another process or for a moment: on two cores, as many workers as cores leave these idle half of the time.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    projects: [
      project('unit', 'tests/unit', 60),
      project('unit-renderer', 'tests/unit/renderer', 60, 'jsdom'),
      project('contract', 'tests/contract', 90),
      project('integration', 'tests/integration', 180),
      project('chaos', 'tests/chaos', 300),
      project('architecture', 'tests/architecture', 120),
    ],
    coverage: {
      provider: 'v8',
      include: COVERED_ROOMS.map((room) => `${room}/**/*.ts`),
      exclude: ['**/*.d.ts'],
      autoAttachSubprocess: true,
      reportsDirectory: 'coverage',
      reporter: [['text-summary'], ['html'], ['json-summary']],
      reportOnFailure: true,
    },
  },
});
