import { runProgram } from './clear-error.mjs';
import { prepareRuntime } from './runtime.mjs';

/**
 * The common way in of the entry scripts: makes the runtime ready, then runs the program in it.
 * @param {string} scriptUrl import.meta.url of the entry script
 * @param {() => Promise<number>} program loads what needs the dependencies, resolves to the exit code
 * @returns {Promise<void>}
 */
export async function enter(scriptUrl, program) {
  await runProgram(async () => {
    const place = await prepareRuntime(scriptUrl);
    return place.here ? program() : place.code;
  });
}
