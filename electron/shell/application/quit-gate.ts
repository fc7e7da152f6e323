import type { Log } from '../files/log.ts';

export interface QuitGateOptions {
  /** Asks the person whether to quit; undefined where there is nothing to ask. */
  ask(): Promise<boolean> | undefined;
  /** Quits again, now that it was agreed to. */
  quit(): void;
  /** The person stays. */
  stayed(): void;
  log: Log;
}

/** Stands before the end of Vigie: lets it pass, or holds it until the person has answered. */
export interface QuitGate {
  /** Someone wants to quit. False: not now; the answer may quit later. */
  mayQuit(): boolean;
  /** Nothing is asked any more: the system shuts down, or there is nobody to answer. */
  release(): void;
}

export function createQuitGate(options: QuitGateOptions): QuitGate {
  let isFree = false;
  let isAsking = false;

  function answered(agreed: boolean): void {
    isAsking = false;
    if (isFree) return;
    options.log.info('whether to quit with edits that are not sent was asked', { agreed });
    if (!agreed) return options.stayed();
    isFree = true;
    options.quit();
  }

  return {
    mayQuit() {
      if (isFree) return true;
      if (isAsking) return false;
      const answer = options.ask();
      if (answer === undefined) return true;
      isAsking = true;
      answer.then(answered, (error: unknown) => {
        // Nothing is lost by quitting, and a question that cannot be shown would keep Vigie open for ever.
        options.log.error('the question could not be shown', { reason: String(error) });
        answered(true);
      });
      return false;
    },
    release() {
      isFree = true;
    },
  };
}
