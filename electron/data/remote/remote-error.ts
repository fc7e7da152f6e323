import type { ErrorCode } from '../../../shared/contract/index.ts';

export type RemoteCode = Extract<ErrorCode, `server-${string}` | 'unauthorized' | 'forbidden'>;

/** What went wrong between here and the server, in one sentence with the remedy. Holds no token. */
export class RemoteError extends Error {
  override name = 'RemoteError';
  readonly code: RemoteCode;
  /** The server asked to be left alone for so long. */
  readonly retryAfterMs: number | undefined;

  constructor(code: RemoteCode, message: string, options: ErrorOptions & { retryAfterMs?: number | undefined } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The server does not know the cursor any more: everything must be read anew. */
export class ResyncError extends Error {
  override name = 'ResyncError';
}
