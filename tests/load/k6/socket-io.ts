/**
 * As much of engine.io 4 and socket.io 5 as a desktop of a load test needs (https://socket.io/docs/v4/engine-io-protocol/,
 * https://socket.io/docs/v4/socket-io-protocol/): k6 has WebSockets, and no socket.io.
 */

/** Of the server's time within a position frame: see `shared/api/position-frame.ts`. */
export const placeOfServerTime = 16;

/** What a client has to say to a text of the server's; undefined: nothing. */
export function answerTo(text: string, namespace: string, token: string): string | undefined {
  // engine.io is open: join the namespace.
  if (text.startsWith('0')) return `40${namespace},${JSON.stringify({ token })}`;
  if (text === '2') return '3';
  // An event (of text, or of one binary part) that wants to be acknowledged has a number after its namespace.
  const wanted = /^(?:42|451-)(\/\w+),(\d+)\[/.exec(text);
  return wanted === null || wanted[1] !== namespace ? undefined : `43${namespace},${wanted[2]}[]`;
}
