import type { ErrorCode } from '../../../shared/contract/index.ts';

export type RemoteCode = Extract<
  ErrorCode,
  `server-${string}` | 'unauthorized' | 'forbidden' | 'not-found' | 'issuer-unreachable'
>;

export interface RemoteErrorOptions extends ErrorOptions {
  retryAfterMs?: number | undefined;
  isCut?: boolean;
}

/** What went wrong between here and the server, in one sentence with the remedy. Holds no token. */
export class RemoteError extends Error {
  override name = 'RemoteError';
  readonly code: RemoteCode;
  /** The server asked to be left alone for so long. */
  readonly retryAfterMs: number | undefined;
  /** The connection was there, and broke: less at once may pass. */
  readonly isCut: boolean;

  constructor(code: RemoteCode, message: string, options: RemoteErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.isCut = options.isCut ?? false;
  }
}

/** The server does not know the cursor any more: everything must be read anew. */
export class ResyncError extends Error {
  override name = 'ResyncError';
}

/** What was sent is larger than the server, or something before it, takes: less of it may pass. */
export class TooLargeError extends RemoteError {
  override name = 'TooLargeError';
}

/** The server understood what was asked and will not do it, for a reason that somebody here can act upon. */
export class RefusedError extends Error {
  override name = 'RefusedError';
  /** 400: what was sent; 404: there is no such row; 409: not as things are. */
  readonly status: number;
  /** What of it is wrong, as a path. */
  readonly field: string | undefined;
  /** The rule that it breaks, as the server calls it: a code of a refusal, or one of a later version. */
  readonly rule: string | undefined;

  constructor(message: string, { status, field, rule }: { status: number; field?: string; rule?: string }) {
    super(message);
    this.status = status;
    this.field = field;
    this.rule = rule;
  }
}
