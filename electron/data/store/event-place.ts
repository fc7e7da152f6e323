import type { Reader, Writer } from './handles.ts';

/** How far the log of events has been heard, in a history of the server. */
export interface EventPlace {
  epoch: string;
  position: number;
}

/** @param serverIdentity of whose log; undefined where another's, or none, was heard last */
export function readEventPlace(reader: Reader, serverIdentity: string): EventPlace | undefined {
  return reader
    .select<EventPlace>('SELECT epoch, position FROM event_place WHERE server_identity = ?')
    .get(serverIdentity);
}

export function createEventPlaceWrites(writer: Writer): (serverIdentity: string, place: EventPlace) => void {
  const write = writer.change(`
    INSERT INTO event_place (only_row, server_identity, epoch, position) VALUES (1, ?, ?, ?)
    ON CONFLICT (only_row) DO UPDATE SET server_identity = excluded.server_identity, epoch = excluded.epoch,
      position = excluded.position`);
  return (serverIdentity, { epoch, position }) => void write.run(serverIdentity, epoch, position);
}
