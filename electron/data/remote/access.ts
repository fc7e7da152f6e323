import type { Disposer } from '../../../shared/domain/index.ts';

/** What opens the server: the token of whoever works here. */
export interface Access {
  /**
   * The bearer token to send now, renewed where it is about to end; null: there is none.
   * @throws RemoteError where it cannot be renewed
   */
  token(): Promise<string | null>;
  /** The server refused this token. True: another is there now, and worth trying. */
  refused(token: string): Promise<boolean>;
  /** The token is another than before: what is open under the old one is to be opened anew, before that ends. */
  onRenewed(listener: () => void): Disposer;
}

/** A token that stays as it is: a program's. */
export function fixedAccess(token: string | null): Access {
  return {
    token: () => Promise.resolve(token),
    refused: () => Promise.resolve(false),
    onRenewed: () => () => undefined,
  };
}

/** A token as it is written down, or whatever keeps one. */
export type TokenSource = string | null | Access;

export function accessOf(source: TokenSource): Access {
  return typeof source === 'object' && source !== null ? source : fixedAccess(source);
}
