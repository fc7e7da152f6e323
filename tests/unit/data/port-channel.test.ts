import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createPortChannel, type Port } from '../../../electron/data/port-channel.ts';

/** A port that does what a test says. */
function createPort() {
  const events = new EventEmitter();
  const port = {
    on: (event: 'message' | 'close', listener: (event: { data: unknown; ports: Port[] }) => void) =>
      events.on(event, listener),
    postMessage: vi.fn<(message: unknown) => void>(),
    start: vi.fn<() => void>(),
    close: vi.fn<() => void>(),
  };
  return {
    port,
    receive: (data: unknown, ...ports: Port[]) => events.emit('message', { data, ports }),
    end: () => events.emit('close'),
  };
}

describe('a channel over a port', () => {
  it('begins to receive with its first listener, so that nothing is lost before', () => {
    const { port, receive } = createPort();
    const channel = createPortChannel(port, () => undefined);
    expect(port.start).not.toHaveBeenCalled();
    const heard: unknown[] = [];
    const stop = channel.onMessage((message) => heard.push(message));
    channel.onMessage(() => undefined);
    expect(port.start).toHaveBeenCalledOnce();
    receive({ a: 1 });
    stop();
    receive({ a: 2 });
    expect(heard).toEqual([{ a: 1 }]);
    channel.send('x');
    expect(port.postMessage).toHaveBeenCalledExactlyOnceWith('x');
  });

  it('gives on a further port of the window, once named so, and closes any other', () => {
    const { port, receive } = createPort();
    const onPort = vi.fn<(port: Port) => void>();
    const channel = createPortChannel(port, onPort);
    const heard: unknown[] = [];
    channel.onMessage((message) => heard.push(message));
    const [first, second, third] = [createPort().port, createPort().port, createPort().port];
    receive({ type: 'channel' }, first, second);
    expect(onPort).toHaveBeenCalledExactlyOnceWith(first);
    expect(second.close).toHaveBeenCalledOnce();
    receive({ type: 'request', id: 1 }, third);
    expect(third.close).toHaveBeenCalledOnce();
    receive('text', third);
    expect(onPort).toHaveBeenCalledOnce();
    // Without a port it is a message like any other, which the RPC refuses.
    receive({ type: 'channel' });
    expect(heard).toEqual([{ type: 'channel' }]);
  });

  it('takes no more further ports than a window has use for', () => {
    const { port, receive } = createPort();
    const onPort = vi.fn<(port: Port) => void>();
    createPortChannel(port, onPort).onMessage(() => undefined);
    const further = Array.from({ length: 10 }, () => createPort().port);
    for (const one of further) receive({ type: 'channel' }, one);
    expect(onPort).toHaveBeenCalledTimes(8);
    expect(further.filter(({ close }) => close.mock.calls.length > 0)).toHaveLength(2);
  });

  it('closes once, from either side, and is silent then', () => {
    const { port, receive, end } = createPort();
    const channel = createPortChannel(port, () => undefined);
    const closed = vi.fn<() => void>();
    const heard = vi.fn<(message: unknown) => void>();
    channel.onMessage(heard);
    channel.onClose(closed);
    end();
    channel.close();
    end();
    expect(closed).toHaveBeenCalledOnce();
    receive('late');
    channel.send('late');
    expect(heard).not.toHaveBeenCalled();
    expect(port.postMessage).not.toHaveBeenCalled();
    const told = vi.fn<() => void>();
    channel.onClose(told);
    expect(told).toHaveBeenCalledOnce();
    const own = createPort();
    createPortChannel(own.port, () => undefined).close();
    expect(own.port.close).toHaveBeenCalledOnce();
  });
});
