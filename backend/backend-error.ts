/** The backend cannot run as asked. The message is one sentence with a remedy. */
export class BackendError extends Error {
  override name = 'BackendError';
}
