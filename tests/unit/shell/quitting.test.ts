import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { createQuitGate } from '../../../electron/shell/application/quit-gate.ts';
import { LOOK_MS, watchForReturn } from '../../../electron/shell/application/return-watch.ts';
import { textsFor } from '../../../electron/shell/application/texts.ts';
import { QUIT_BUTTON, unsentQuestion } from '../../../electron/shell/application/unsent-question.ts';
import { listenToHost } from '../../../electron/shell/data-host/host-messages.ts';
import { createUnsentWatch } from '../../../electron/shell/data-host/unsent-watch.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { memoryLog } from './shell-fixtures.ts';

function gateThatAsks(answer: () => Promise<boolean> | undefined) {
  const ask = vi.fn(answer);
  const quit = vi.fn<() => void>();
  const stayed = vi.fn<() => void>();
  return { gate: createQuitGate({ ask, quit, stayed, log: memoryLog() }), ask, quit, stayed };
}

describe('the end of Vigie', () => {
  it('comes at once where there is nothing to ask', () => {
    const { gate, quit } = gateThatAsks(() => undefined);
    expect(gate.mayQuit()).toBe(true);
    expect(quit).not.toHaveBeenCalled();
  });

  it('waits for the answer, asks once, and comes when the person agrees', async () => {
    const answer = Promise.withResolvers<boolean>();
    const { gate, ask, quit } = gateThatAsks(() => answer.promise);
    expect([gate.mayQuit(), gate.mayQuit()]).toEqual([false, false]);
    expect(ask).toHaveBeenCalledOnce();
    answer.resolve(true);
    await nextTurn();
    expect(quit).toHaveBeenCalledOnce();
    expect(gate.mayQuit()).toBe(true);
    expect(ask).toHaveBeenCalledOnce();
  });

  it('does not come when the person stays; the next time asks again', async () => {
    const { gate, ask, quit, stayed } = gateThatAsks(() => Promise.resolve(false));
    expect(gate.mayQuit()).toBe(false);
    await nextTurn();
    expect(stayed).toHaveBeenCalledOnce();
    expect(quit).not.toHaveBeenCalled();
    expect(gate.mayQuit()).toBe(false);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('is never held up by a shutdown, not even while it asks', async () => {
    const answer = Promise.withResolvers<boolean>();
    const { gate, quit, stayed } = gateThatAsks(() => answer.promise);
    expect(gate.mayQuit()).toBe(false);
    gate.release();
    expect(gate.mayQuit()).toBe(true);
    answer.resolve(false);
    await nextTurn();
    expect([quit, stayed].map((one) => one.mock.calls.length)).toEqual([0, 0]);
  });

  it('comes where the question cannot be shown', async () => {
    const { gate, quit } = gateThatAsks(() => Promise.reject(new Error('no display')));
    expect(gate.mayQuit()).toBe(false);
    await nextTurn();
    expect(quit).toHaveBeenCalledOnce();
  });
});

describe('the question before the end', () => {
  const question = (locale: string, notSent: number, needsPerson = 0) =>
    unsentQuestion(textsFor(locale), { notSent, needsPerson });

  it('is not asked where all is sent', () => {
    expect(question('en', 0)).toBeUndefined();
  });

  it('says how many edits wait, and that they are kept', () => {
    expect(question('en', 3)).toMatchObject({
      message: '3 edits are not sent yet.',
      detail: 'They are kept on this computer and sent the next time.',
      buttons: ['Quit', 'Stay'],
    });
    expect(question('en', 1)?.message).toBe('One edit is not sent yet.');
    expect(question('fr', 3, 2)).toMatchObject({
      message: '3 modifications ne sont pas encore envoyées.',
      detail:
        'Elles sont gardées sur cet ordinateur et seront envoyées la prochaine fois. ' +
        '2 d’entre elles attendent votre décision.',
    });
    expect(question('fr', 1, 1)?.detail).toContain('L’une d’elles attend votre décision.');
  });

  it('stays on Enter and on Escape', () => {
    const asked = question('en', 3);
    expect(asked?.buttons?.[QUIT_BUTTON]).toBe('Quit');
    for (const index of [asked?.defaultId, asked?.cancelId]) expect(asked?.buttons?.[index ?? -1]).toBe('Stay');
  });
});

describe('what is not sent', () => {
  function watch() {
    let say: (message: unknown) => void = () => undefined;
    const log = memoryLog();
    const watch = createUnsentWatch();
    const host = {
      onMessage(listener: (message: unknown) => void) {
        say = listener;
        return () => undefined;
      },
    };
    listenToHost(host, log, (message) => watch.hear(message));
    return { unsent: () => watch.unsent(), log, say: (message: unknown) => say(message) };
  }

  it('is as the data host said last', () => {
    const { unsent, say } = watch();
    expect(unsent()).toEqual({ notSent: 0, needsPerson: 0 });
    say({ type: 'status', notSent: 3, needsPerson: 1 });
    say({ type: 'status', notSent: 4, needsPerson: 1 });
    expect(unsent()).toEqual({ notSent: 4, needsPerson: 1 });
  });

  it('is not changed by what is no message', () => {
    const { unsent, log, say } = watch();
    say({ type: 'status', notSent: 3, needsPerson: 1 });
    say({ type: 'status', notSent: 'many' });
    say(null);
    expect(unsent().notSent).toBe(3);
    expect(log.lines.filter((line) => line.startsWith('error'))).toHaveLength(2);
  });
});

describe('a network that was away', () => {
  it('is noticed when it is back, and only then', () => {
    const clock = createManualClock();
    let isOnline = true;
    const returned = vi.fn<() => void>();
    const stop = watchForReturn(() => isOnline, clock, returned);
    clock.advance(LOOK_MS * 3);
    isOnline = false;
    clock.advance(LOOK_MS * 3);
    expect(returned).not.toHaveBeenCalled();
    isOnline = true;
    clock.advance(LOOK_MS * 3);
    expect(returned).toHaveBeenCalledOnce();
    stop();
    expect(clock.plannedCount()).toBe(0);
  });
});
