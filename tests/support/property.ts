import fc from 'fast-check';

/**
 * fast-check with the same cases in every run: a change is judged by what it changed, and a failure can be repeated.
 * VIGIE_TEST_SEED=random looks for cases that nobody has met yet; a number repeats such a run.
 */
const wanted = process.env['VIGIE_TEST_SEED'] ?? '20260301';
if (wanted !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted) });

export { fc };
