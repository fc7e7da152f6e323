import { afterAll } from 'vitest';

/** The files of a process share its document: each leaves it as it was. Some ask for none. */
afterAll(() => {
  if (typeof document === 'undefined') return;
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
});
