import { describe, expect, it } from 'vitest';
import { countsLine, nothing } from '../../../../build/test/counts.ts';
import { failure, fallLines, outcomeOfRun } from '../../../../build/test/outcome.ts';

describe('the outcome of a run', () => {
  const passed = { counts: { ...nothing, passed: 3 }, falls: [] };

  it('ends npm test in one line', () => {
    expect(countsLine(passed.counts)).toBe('3 passed, 0 failed');
    expect(countsLine({ passed: 1, failed: 2, skipped: 4, again: 0 })).toBe('1 passed, 2 failed, 4 skipped');
    expect(countsLine({ ...passed.counts, again: 1 })).toBe('3 passed, 0 failed, 1 at the second try');
  });

  it('holds a failure where the runner ended badly and told of none', () => {
    const failed = { counts: { ...nothing, failed: 2 }, falls: [{ test: 'a', by: 'b', again: false }] };
    expect(outcomeOfRun('vitest', 0, passed)).toEqual(passed);
    expect(outcomeOfRun('vitest', 1, failed)).toEqual(failed);
    expect(outcomeOfRun('vitest', 1, passed)).toMatchObject({
      counts: { passed: 3, failed: 1 },
      falls: [{ test: 'vitest', by: 'ended with code 1, though its report tells of no failure' }],
    });
    expect(outcomeOfRun('vitest', 0, undefined)).toMatchObject({ counts: { failed: 1 }, falls: [{ test: 'vitest' }] });
  });

  it('is told in a few lines, without the colours of a terminal', () => {
    const by = `\u001B[31mError: no\u001B[39m\n\n${Array.from({ length: 20 }, (_, n) => `  at ${n}  `).join('\n')}`;
    const [first, ...rest] = fallLines({ test: 'a.test.ts: b', by, again: true });
    expect(first).toBe('at the second try: a.test.ts: b');
    expect(rest).toEqual(['    Error: no', '      at 0', '      at 1', '      at 2', '      at 3', '      at 4']);
    expect(failure('build', 'code 2').falls.flatMap(fallLines)).toEqual(['failed: build', '    code 2']);
  });
});
