/**
 * How long a test waits for a state that must come, milliseconds. It only ends tests that wait in vain: the second that
 * the libraries give by themselves is short on a busy machine, and a test that is right must not fail for that.
 */
export const PATIENCE_MS = 20_000;
