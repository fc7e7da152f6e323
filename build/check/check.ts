import { root } from '../bootstrap/runtime.mjs';
import { codeFiles, codeFolders } from './sources.ts';
import { runTool } from './tool.ts';

/** One thing that `npm run check` looks at. */
export interface CheckStep {
  name: string;
  run: () => Promise<{ code: number; output: string }>;
}

/** The rooms with a tsconfig of their own: what each may see (DOM, Node) differs. */
const typeRooms = ['shared', 'backend', 'electron', 'electron/preload', 'renderer', 'build', 'tests'];

/** Format, lint and types, in the order of their speed. A room that holds no code yet has no step. */
export function staticSteps(): CheckStep[] {
  const folders = codeFolders.filter((folder) => codeFiles(root, [folder]).length > 0);
  const rooms = typeRooms.filter((room) => codeFiles(root, [room]).some((file) => isInRoom(file, room)));
  return [
    { name: 'format', run: () => runTool('@biomejs/biome', 'biome', ['format', '--config-path=build', ...folders]) },
    {
      name: 'lint',
      run: () =>
        runTool('oxlint', 'oxlint', ['-c', 'build/oxlint.json', '--type-aware', '--disable-nested-config', ...folders]),
    },
    ...rooms.map((room) => ({
      name: `types of ${room}`,
      run: () => runTool('typescript', 'tsc', ['-p', room]),
    })),
  ];
}

/** electron/tsconfig.json leaves the preload to the preload's own. */
function isInRoom(file: string, room: string): boolean {
  return room !== 'electron' || !file.startsWith('electron/preload/');
}

/** The import graph against build/layers.json. */
export const architectureStep: CheckStep = {
  name: 'architecture',
  run: () =>
    runTool('vitest', 'vitest', ['run', '--config=tests/vitest.config.ts', '--project=architecture', '--reporter=dot']),
};

/**
 * Runs every step, though some fail, and prints a line each, with the output of those that failed.
 * @returns the number of steps that passed and that failed
 */
export async function runSteps(steps: readonly CheckStep[]): Promise<{ passed: number; failed: number }> {
  let failed = 0;
  const width = Math.max(...steps.map((step) => step.name.length));
  for (const step of steps) {
    const beganAtMs = Date.now();
    const { code, output } = await step.run();
    const seconds = ((Date.now() - beganAtMs) / 1000).toFixed(1);
    console.log(`${step.name.padEnd(width)}  ${code === 0 ? 'ok    ' : 'FAILED'}  ${seconds} s`);
    if (code === 0) continue;
    failed += 1;
    console.log(output.trim().replaceAll(/^/gm, '  '));
  }
  return { passed: steps.length - failed, failed };
}

/** `npm run check`. Answers the exit code: 0 only when all steps passed. */
export async function check(): Promise<number> {
  const { passed, failed } = await runSteps([...staticSteps(), architectureStep]);
  console.log(`check: ${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
