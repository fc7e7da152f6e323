/** What one caller, and all of them together, may ask of the service. 0 everywhere: without limit. */
export interface Limits {
  /** Requests a minute of one address. A whole office may stand behind one. */
  requestsPerAddress: number;
  /** Requests a minute of one person or program, by the subject of its token. */
  requestsPerSubject: number;
  /** Open TCP connections in all. */
  connections: number;
  /** socket.io connections in all. */
  sockets: number;
  /** Joined socket.io namespaces of one subject; a desktop has two. */
  socketsPerSubject: number;
  /** Messages that one socket.io connection may send in ten seconds, acknowledgements among them. */
  messagesPerSocket: number;
  /** Until a request's headers are here, ms. */
  headersWithinMs: number;
  /** Until a whole request is here, ms. */
  requestWithinMs: number;
}

/**
 * A desktop asks a few times a minute; on its first synchronisation, and when it sends what was made offline, about ten times a second
 * at most. Twenty sockets are ten desktops of one person.
 */
export const DEFAULT_LIMITS: Limits = {
  requestsPerAddress: 60_000,
  requestsPerSubject: 6_000,
  connections: 10_000,
  sockets: 5_000,
  socketsPerSubject: 20,
  messagesPerSocket: 1_000,
  headersWithinMs: 15_000,
  requestWithinMs: 60_000,
};
