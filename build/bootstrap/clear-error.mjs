/** An error whose message is one clear sentence with its remedy: printed as it is, with no stack. */
export class ClearError extends Error {
  /** @override */
  name = 'ClearError';
}

/**
 * Runs a command line program: a ClearError is printed as one sentence, any other error with its stack; both end with
 * exit code 1.
 * @param {() => Promise<number>} program resolves to the exit code
 * @returns {Promise<void>}
 */
export async function runProgram(program) {
  try {
    process.exitCode = await program();
  } catch (error) {
    console.error(error instanceof ClearError ? `vigie: ${error.message}` : error);
    process.exitCode = 1;
  }
}
