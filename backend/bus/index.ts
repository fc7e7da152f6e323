/**
 * The event bus. Services publish within their transactions; whoever wants to know what has happened reads the log, or hears it over
 * the socket `/sync` or a webhook. See docs/event-bus.md.
 */
export { EventLog, EventsGoneError } from './event-log.ts';
export { actAs, type NewEvent, publish, publishAsOne } from './publish.ts';
