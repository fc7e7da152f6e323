import type { Clock, Disposer } from '../../../../shared/domain/index.ts';
import type { Granted, Issuer } from './issuer.ts';
import { openLanding } from './loopback.ts';
import { SignInError } from './sign-in-error.ts';

/** How long a person may take in the browser, ms. */
export const SIGN_IN_MS = 10 * 60_000;

export interface BrowserSignIn {
  /** To be opened in a browser. */
  readonly url: string;
  cancel: Disposer;
}

export interface BrowserSignInOptions {
  issuer: Issuer;
  /** The person must prove anew who they are. */
  isAnew: boolean;
  clock: Clock;
  timeoutMs?: number;
  /** What it throws is told to the browser as a failure, and to `onFailed`. */
  onGranted: (granted: Granted) => Promise<void>;
  onFailed: (error: SignInError) => void;
}

/**
 * One sign-in by way of a browser on this computer (RFC 8252): listens on a loopback port for its answer. Exactly one of `onGranted` and
 * `onFailed` is called, unless it is cancelled.
 * @throws SignInError
 */
export async function beginBrowserSignIn(options: BrowserSignInOptions): Promise<BrowserSignIn> {
  const { issuer, isAnew, clock, timeoutMs = SIGN_IN_MS, onGranted, onFailed } = options;
  const landing = await openLanding();
  try {
    const attempt = await issuer.begin({ redirectUri: landing.redirectUri, isAnew });
    const state = new URL(attempt.url).searchParams.get('state') ?? '';
    let isOver = false;
    const fail = (error: SignInError) => {
      if (!isOver) onFailed(error);
      isOver = true;
    };
    landing.listen({
      ...{ clock, timeoutMs, state },
      async onAnswer(callback) {
        if (isOver) throw new SignInError('sign-in-late', 'The sign-in is over: begin a new one');
        try {
          const granted = await attempt.finish(callback);
          if (isOver) throw new SignInError('sign-in-late', 'The sign-in is over: begin a new one');
          await onGranted(granted);
          isOver = true;
        } catch (error) {
          fail(
            error instanceof SignInError
              ? error
              : new SignInError('sign-in-invalid', 'The sign-in could not be taken: the log says why', {
                  cause: error,
                }),
          );
          throw error;
        }
      },
      onEnd: fail,
    });
    return {
      url: attempt.url,
      cancel() {
        isOver = true;
        landing.close();
      },
    };
  } catch (error) {
    landing.close();
    throw error;
  }
}
