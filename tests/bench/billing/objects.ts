import { launchBenchBrowser } from '../support/chromium.ts';
import { round } from '../support/runs.ts';

/** What the same choices take in a page that holds every mission as an object, milliseconds on its thread: that is also the block. */
export async function measureObjects(missions: number): Promise<{ filterMs: number[]; heapMb: number }> {
  const browser = await launchBenchBrowser();
  try {
    const page = await browser.browser.newPage();
    const filterMs = await page.evaluate((count) => {
      const scatter = (index: number, salt: number, most: number) => {
        let hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
        hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
        hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
        return ((hash ^ (hash >>> 16)) >>> 0) % most;
      };
      const rows = Array.from({ length: count }, (_, index) => ({
        id: index + 1,
        reference: `M-${2024 + (index % 3)}-${String(index + 1).padStart(7, '0')}`,
        status: scatter(index, 3, 20) === 0 ? 'cancelled' : 'completed',
        startMs: 1_733_000_000_000 + scatter(index, 1, 1_051_200) * 60_000,
        driver:
          scatter(index, 9, 30) === 0
            ? null
            : `${'ABCDEFGHIJ'[scatter(index, 10, 10)]}. Conducteur ${scatter(index, 11, 900)}`,
        amountCents: scatter(index, 4, 12) > 0 ? 700 + scatter(index, 23, 15_000) : null,
        cycle: scatter(index, 5, 10) < 7 ? scatter(index, 24, 119) : null,
        party: scatter(index, 25, 10) === 0 ? null : scatter(index, 6, 400),
      }));
      type Row = (typeof rows)[number];
      const byText = new Intl.Collator('en');
      const choices: { passes: (row: Row) => boolean; compare: (one: Row, other: Row) => number }[] = [
        {
          passes: ({ status }) => status === 'completed',
          compare: (one, other) => (other.amountCents ?? -1) - (one.amountCents ?? -1),
        },
        {
          passes: ({ status, cycle, startMs }) =>
            status === 'completed' && cycle === null && startMs >= 1_735_689_600_000 && startMs < 1_767_225_600_000,
          compare: (one, other) => byText.compare(one.driver ?? '', other.driver ?? ''),
        },
        {
          passes: ({ status, cycle, amountCents }) =>
            status === 'completed' &&
            cycle === null &&
            amountCents !== null &&
            amountCents >= 5_000 &&
            amountCents <= 9_000,
          compare: (one, other) => one.startMs - other.startMs,
        },
      ];
      return choices.map(({ passes, compare }) => {
        const beganAt = performance.now();
        const shown = rows.filter(passes).sort(compare).slice(0, 100);
        if (shown.length === 0) throw new Error('nothing matches');
        return performance.now() - beganAt;
      });
    }, missions);
    const memory = await browser.memory();
    return { filterMs: filterMs.map((ms) => round(ms, 1)), heapMb: round(memory.renderer) };
  } finally {
    await browser.close();
  }
}
