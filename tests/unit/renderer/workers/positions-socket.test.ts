import { describe, expect, it } from 'vitest';
import type { SocketLike } from '../../../../renderer/workers/socket-channel.ts';
import { decodeMessage, encodeMessage } from '../../../../shared/rpc/index.ts';
import { settle, setUpService } from '../../../support/positions-service.ts';

/** A WebSocket that a test plays the server of. */
class PlayedSocket implements SocketLike {
  binaryType = 'blob';
  readonly sent: (string | Uint8Array<ArrayBuffer>)[] = [];
  closed = false;
  readonly #listeners: { type: string; call: (event: Event) => void }[] = [];

  addEventListener(type: string, call: (event: Event) => void): void {
    this.#listeners.push({ type, call });
  }
  #emit(type: string, event: Event): void {
    for (const listener of this.#listeners) if (listener.type === type) listener.call(event);
  }
  send(data: string | Uint8Array<ArrayBuffer>): void {
    this.sent.push(data);
  }
  close(): void {
    this.closed = true;
  }
  open(): void {
    this.#emit('open', new Event('open'));
  }
  say(data: string | ArrayBuffer): void {
    this.#emit('message', new MessageEvent('message', { data }));
  }
  end(code: number): void {
    this.#emit('close', Object.assign(new Event('close'), { code }));
  }
}

describe('the positions service over a socket', () => {
  function setUpSocket() {
    const sockets: PlayedSocket[] = [];
    const set = setUpService((url) => {
      expect(url).toBe('ws://127.0.0.1/rpc');
      const socket = new PlayedSocket();
      sockets.push(socket);
      return socket;
    });
    set.service.receive({ type: 'socket', url: 'ws://127.0.0.1/rpc', session: 'secret' }, []);
    return { ...set, sockets, last: () => sockets.at(-1) ?? expect.fail('no socket was opened') };
  }

  it('shows its session first, and opens the stream once welcomed', async () => {
    const { host, last, ofType } = setUpSocket();
    const socket = last();
    socket.open();
    expect(socket.sent).toEqual(['{"token":"secret"}']);
    socket.say('{"type":"welcome"}');
    await settle();
    expect(JSON.parse(String(socket.sent[1]))).toMatchObject({ type: 'open', stream: 'positions' });
    const frame = encodeMessage({ type: 'item', id: 1, sequence: 1, value: host.table.keyFrame() });
    if (typeof frame === 'string') throw new TypeError('an item is binary');
    socket.say(frame.buffer);
    await settle();
    expect(ofType('fleet')).toHaveLength(1);
    expect(decodeMessage(String(socket.sent[2]))).toEqual({ type: 'ack', id: 1, sequence: 1 });
  });

  it('does not come back by itself when its session is refused', () => {
    const { clock, last, sockets, ofType } = setUpSocket();
    last().open();
    last().end(4401);
    expect(ofType('state').at(-1)).toMatchObject({ state: 'failed', fault: 'refused' });
    clock.advance(120_000);
    expect(sockets).toHaveLength(1);
  });

  it('comes back with growing pauses, counted', async () => {
    const { clock, last, sockets, ofType } = setUpSocket();
    last().end(1006);
    clock.advance(249);
    expect(sockets).toHaveLength(1);
    clock.advance(1);
    expect(sockets).toHaveLength(2);
    last().end(1006);
    clock.advance(499);
    expect(sockets).toHaveLength(2);
    clock.advance(1);
    expect(sockets).toHaveLength(3);
    last().open();
    last().say('{"type":"welcome"}');
    last().end(1006);
    clock.advance(250);
    expect(sockets).toHaveLength(4);
    last().open();
    last().say('{"type":"welcome"}');
    clock.advance(2000);
    expect(ofType('state').at(-1)).toMatchObject({ state: 'silent', repairs: { reconnections: 3 } });
  });

  it('gives up on what does not speak its language or does not answer', () => {
    const { clock, last, sockets } = setUpSocket();
    last().open();
    last().say('<html>');
    expect(last().closed).toBe(true);
    clock.advance(250);
    last().open();
    clock.advance(10_000);
    expect(sockets[1]?.closed).toBe(true);
    clock.advance(500);
    expect(sockets).toHaveLength(3);
  });

  it('stops trying when the page says lost', () => {
    const { clock, service, last, sockets } = setUpSocket();
    last().end(1006);
    service.receive({ type: 'lost' }, []);
    clock.advance(60_000);
    expect(sockets).toHaveLength(1);
  });
});
