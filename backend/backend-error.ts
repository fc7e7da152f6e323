/** The backend cannot run as asked. The message is one sentence with a remedy. */
export class BackendError extends Error {
  override name = 'BackendError';
}

/** What was given (a file, an option) cannot be used. The message is one sentence that names it, with a remedy. */
export class InputError extends Error {
  override name = 'InputError';
}
