import type { RestClient } from '../../../../electron/data/remote/rest-client.ts';
import type { Change, PullPage, ServiceInfo } from '../../../../shared/api/index.ts';

/** A server of a list of changes, whose cursor is a place in that list, called without a network. */
export class FakeRest implements Pick<RestClient, 'serviceInfo' | 'pull'> {
  epoch = 'e1';
  changes: Change[] = [];
  /** Thrown by the next calls, in order. */
  failures: (Error | undefined)[] = [];
  pulls: { cursor: string | null; limit: number }[] = [];
  checks = 0;

  serviceInfo(): Promise<ServiceInfo> {
    this.checks += 1;
    const failure = this.failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    return Promise.resolve({
      service: 'vigie',
      apiVersion: 2,
      syncSchemaVersion: 1,
      oldestClientSchemaVersion: 1,
      serverVersion: '1',
      epoch: this.epoch,
      serverTime: '2026-01-01T00:00:00Z',
    });
  }

  pull(query: { cursor: string | null; limit: number }): Promise<PullPage> {
    this.pulls.push(query);
    const failure = this.failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    const from = Number(query.cursor ?? 0);
    const changes = this.changes.slice(from, from + query.limit);
    const reached = from + changes.length;
    const remaining = this.changes.length - reached;
    const cursor = String(reached);
    return Promise.resolve({
      epoch: this.epoch,
      cursor,
      hasMore: remaining > 0,
      remaining,
      serverTime: '2026-01-01T00:00:00Z',
      changes,
    });
  }
}
