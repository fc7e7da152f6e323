import { registerHooks } from 'node:module';

/** Loaded into a data host before all else, puts the broken way to store a page in the place of the true one: see cursor-first.ts. */
const broken = new URL('../convergence/cursor-first.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const isAsked = specifier.endsWith('/apply-page.ts') && context.parentURL !== broken;
    return isAsked ? { url: broken, format: 'module-typescript', shortCircuit: true } : next(specifier, context);
  },
});
