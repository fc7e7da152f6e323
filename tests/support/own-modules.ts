import { vi } from 'vitest';

/**
 * Before each vitest file: files share a process, since a new one and all of its packages for each file would be most of a run. The product's
 * own modules, and the tests', are loaded anew for each: no file sees what another left in one.
 */
vi.resetModules();
