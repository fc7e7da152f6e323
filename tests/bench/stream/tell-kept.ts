/**
 * Loaded before a program of the benchmark (`--expose-gc --import`): at SIGUSR2 it collects its garbage and prints how much memory is
 * in use then, `{"keptMb": …}`: what JavaScript keeps, buffers included.
 */
process.on('SIGUSR2', () => {
  if (globalThis.gc === undefined) throw new Error('start it with --expose-gc');
  // What the first one finds to be done with is freed by the second.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ keptMb: (heapUsed + external) / 2 ** 20 })}\n`);
});
