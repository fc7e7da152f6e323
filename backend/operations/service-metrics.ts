import type { ChangeWatch } from '../bus/change-watch.ts';
import type { EventLog } from '../bus/event-log.ts';
import type { EventRelay } from '../bus/event-relay.ts';
import type { Database } from '../database/database.ts';
import type { SocketTraffic } from '../realtime/socket-traffic.ts';
import type { AlarmService } from '../services/alarms/alarm-service.ts';
import type { SupervisionService } from '../services/supervision-service.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

interface Services {
  alarmService: AlarmService;
  changes: ChangeWatch;
  database: Database;
  events: EventLog;
  readiness: Readiness;
  relay: EventRelay;
  supervision: SupervisionService;
  traffic: SocketTraffic;
}

/** The figures of the service's parts. docs/admin-guide.md says what to watch in them. */
export function watchServices(metrics: Metrics, services: Services): void {
  const { alarmService, changes, database, events, readiness, relay, supervision, traffic } = services;
  metrics.gauges('vigie_ready', 'Whether requests should be sent to this process', 'phase', async () => {
    const { isReady, phase } = await readiness.report();
    return { [phase]: Number(isReady) };
  });
  metrics.gauges('vigie_dependency_up', 'Whether what the service works with does so', 'dependency', async () => {
    const { checks } = await readiness.report();
    return Object.fromEntries(Object.entries(checks).map(([name, works]) => [name, Number(works)]));
  });
  watchPositions(metrics, supervision);
  metrics.gauge('vigie_sync_held_back_seconds', 'Since when changes wait for an older transaction to end', () =>
    changes.heldBackMs === undefined ? 0 : changes.heldBackMs / 1000,
  );
  metrics.gauge('vigie_event_relay_behind', 'Events of the log that were not sent to followers yet', async () => {
    const { head } = await events.ends();
    return Math.max(0, head - relay.position);
  });
  metrics.gauge('vigie_alarms_evaluated', 'Whether this process evaluates alarms; one of several does', () =>
    Number(alarmService.isEvaluating),
  );
  metrics.gauges('vigie_database_connections', 'Connections to the database, and who waits for one', 'state', () => ({
    ...database.connections?.(),
  }));
  metrics.gauges('vigie_sockets', 'Open socket.io connections, and joined namespaces', 'kind', () => traffic.open());
  metrics.counts('vigie_socket_messages_total', 'Messages of sockets; position frames are binary', 'kind', () => ({
    ...traffic.messages,
  }));
  metrics.counts('vigie_socket_bytes_total', 'Bytes of these messages, before compression', 'kind', () => ({
    ...traffic.bytes,
  }));
  metrics.counts('vigie_sockets_refused_total', 'Sockets that were not let in, or ended', 'reason', () => ({
    ...traffic.refused,
  }));
}

function watchPositions(metrics: Metrics, supervision: SupervisionService): void {
  const { feed, table } = supervision;
  metrics.gauge('vigie_vehicles', 'Vehicles that have a position', () => table.count);
  metrics.gauge('vigie_newest_fix_age_seconds', 'Since when no position came; none before the first', () => {
    const { lastFixAtMs } = feed.status;
    return lastFixAtMs === null ? undefined : Math.max(0, (Date.now() - lastFixAtMs) / 1000);
  });
  metrics.gauges('vigie_feed_state', '1 at the state in which the feed is', 'state', () => ({
    [feed.status.state]: 1,
  }));
  metrics.counts('vigie_positions_total', 'Positions taken in since the feed began', 'result', () => {
    const { accepted, suspect } = feed.status;
    return { believed: accepted - suspect, suspect };
  });
  metrics.counts('vigie_positions_refused_total', 'Positions refused since the feed began', 'reason', () => ({
    ...feed.status.refused,
  }));
}
