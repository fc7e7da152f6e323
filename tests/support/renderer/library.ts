import { configure } from '@testing-library/react';
import { PATIENCE_MS } from '../patience.ts';

/** The library that tests of the renderer render and look with, its waits patient ones. */
configure({ asyncUtilTimeout: PATIENCE_MS });

export * from '@testing-library/react';
