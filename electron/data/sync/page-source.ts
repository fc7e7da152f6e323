import type { PullPage } from '../../../shared/api/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { nextPageLimit, PAGE_LIMITS, smallerPageLimit } from '../../../shared/sync/index.ts';
import { malformed } from '../remote/failure-sentences.ts';
import type { RestClient } from '../remote/rest-client.ts';

export interface FetchedPage {
  page: PullPage;
  limit: number;
  /** From the request to the last byte, checked. */
  elapsedMs: number;
}

/** Pages of changes, the next one fetched ahead, of a size that suits the line and the machine. */
export interface PageSource {
  /** @throws ResyncError, RemoteError */
  take(cursor: string | null): Promise<FetchedPage>;
  /** Begins to fetch what will be taken next: the network works while the disk does. */
  fetchAhead(cursor: string): void;
  /** What was fetched ahead is not wanted any more. */
  drop(): void;
  /** A page was applied, in `elapsedMs`. */
  applied(fetched: FetchedPage, elapsedMs: number): void;
  /** A page did not come in time. */
  tooSlow(): void;
}

export function createPageSource(
  rest: Pick<RestClient, 'pull'>,
  options: { url: string; clock: Clock; signal: AbortSignal },
): PageSource {
  const { url, clock, signal } = options;
  let limit: number = PAGE_LIMITS.first;
  let ahead: { cursor: string; result: Promise<FetchedPage> } | undefined;

  async function fetch(cursor: string | null): Promise<FetchedPage> {
    const asked = limit;
    const beganAtMs = clock.monotonicMs();
    const page = await rest.pull({ cursor, limit: asked }, signal);
    if (page.hasMore && page.cursor === cursor) throw malformed(url, 'cursor: does not move, though there is more');
    return { page, limit: asked, elapsedMs: clock.monotonicMs() - beganAtMs };
  }

  return {
    take(cursor) {
      const result = ahead?.cursor === cursor ? ahead.result : fetch(cursor);
      ahead = undefined;
      return result;
    },
    fetchAhead(cursor) {
      const result = fetch(cursor);
      // Who takes the page hears of its failure; where nobody does, there is nobody to tell.
      result.catch(() => undefined);
      ahead = { cursor, result };
    },
    drop() {
      ahead = undefined;
    },
    applied(fetched, elapsedMs) {
      limit = nextPageLimit(fetched.limit, fetched.elapsedMs + elapsedMs);
    },
    tooSlow() {
      limit = smallerPageLimit(limit);
    },
  };
}
