/**
 * How many bytes were given to a connection and have not left this machine: the packets that engine.io keeps back while its transport is
 * busy, and what `ws` has taken and not written. A reader that does not read makes both grow, and neither library has a limit. Where their
 * insides look otherwise than in the pinned version, nothing is counted; a test would see it.
 * @param connection engine.io's, `socket.conn`
 */
export function waitingBytes(connection: object): number {
  const packets: unknown = Reflect.get(connection, 'writeBuffer');
  const kept = Array.isArray(packets) ? packets.reduce<number>((sum, packet) => sum + lengthOf(packet), 0) : 0;
  const webSocket = member(member(connection, 'transport'), 'socket');
  const taken = member(webSocket, 'bufferedAmount');
  return kept + (typeof taken === 'number' ? taken : 0);
}

/** Packets of a broadcast are encoded once: what goes over the wire is in their options then. */
function lengthOf(packet: unknown): number {
  const data = member(packet, 'data') ?? member(member(packet, 'options'), 'wsPreEncoded');
  if (typeof data === 'string') return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}
