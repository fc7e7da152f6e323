import type { Disposer } from '../../shared/domain/index.ts';

/** Counts the sockets of each subject, so that one sign-in cannot take them all. */
export class SubjectSockets {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  /** @param most of one subject; 0: any number */
  constructor(most: number) {
    this.#most = most;
  }

  /** @returns what is to be called when the socket has ended; undefined where the subject has enough of them */
  admit(subject: string): Disposer | undefined {
    const open = this.#open.get(subject) ?? 0;
    if (this.#most > 0 && open >= this.#most) return undefined;
    this.#open.set(subject, open + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const left = (this.#open.get(subject) ?? 1) - 1;
      if (left > 0) this.#open.set(subject, left);
      else this.#open.delete(subject);
    };
  }
}
