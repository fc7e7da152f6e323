const KEY = 'vigie.discarded-file';

/** Where the edits are that were discarded on signing out: said on the page that comes after it, until somebody signs in. */
export const discardedFile = {
  read: (): string | null => sessionStorage.getItem(KEY),
  note(file: string | null): void {
    if (file === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, file);
  },
};
