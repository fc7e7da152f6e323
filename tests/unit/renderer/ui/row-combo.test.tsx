import { act, cleanup, fireEvent, render, screen, waitFor } from '../../../support/renderer/library.ts';
import { useState } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LanguageProvider } from '../../../../renderer/i18n/index.ts';
import { RowCombo } from '../../../../renderer/ui/row-combo.tsx';
import type { Chosen } from '../../../../renderer/ui/use-row-search.ts';
import { giveLayout } from '../../../support/renderer/layout.ts';

const ROWS: Chosen[] = ['Dubois', 'Dupont', 'Durand', 'Martin'].map((label) => ({ id: label, label }));
let searched: string[];
let chosen: (string | null)[];
let search: (text: string, signal: AbortSignal) => Promise<readonly Chosen[]>;

beforeAll(() => giveLayout(800, 600));
beforeEach(() => {
  searched = [];
  chosen = [];
  search = async (text) => {
    searched.push(text);
    return ROWS.filter(({ label }) => label.toLowerCase().startsWith(text.toLowerCase()));
  };
});
afterEach(cleanup);

function Field({ first }: { first: Chosen | null }) {
  const [value, setValue] = useState(first);
  const [ask] = useState(() => (text: string, signal: AbortSignal) => search(text, signal));
  return (
    <LanguageProvider language="en">
      <RowCombo
        field="thirdPartyId"
        label="Third party"
        value={value}
        search={ask}
        onChange={(next) => {
          chosen.push(next?.id ?? null);
          setValue(next);
        }}
      />
      <button type="button">elsewhere</button>
    </LanguageProvider>
  );
}
const show = (first: Chosen | null = null) => render(<Field first={first} />);
const input = () => screen.getByRole<HTMLInputElement>('combobox');
const type = (text: string) => {
  act(() => input().focus());
  fireEvent.change(input(), { target: { value: text } });
};
const options = () => screen.queryAllByRole('option').map((option) => option.textContent);

describe('a field that names a row', () => {
  it('searches what is typed, once, and takes what is chosen by keyboard', async () => {
    show();
    type('d');
    type('du');
    await waitFor(() => expect(options()).toEqual(['Dubois', 'Dupont', 'Durand']));
    expect(searched).toEqual(['du']);
    fireEvent.keyDown(input(), { key: 'ArrowDown' });
    fireEvent.keyDown(input(), { key: 'ArrowDown' });
    fireEvent.keyDown(input(), { key: 'Enter' });
    await waitFor(() => expect(input().value).toBe('Dupont'));
    expect(chosen).toEqual(['Dupont']);
  });

  it('puts back what was there when it is left without a choice, or by Escape', async () => {
    show({ id: 'Martin', label: 'Martin' });
    type('du');
    await waitFor(() => expect(options()).toContain('Dupont'));
    fireEvent.keyDown(input(), { key: 'Escape' });
    await waitFor(() => expect(input().value).toBe('Martin'));
    type('xyz');
    await waitFor(() => expect(options()).toEqual(['Martin (at present)']));
    act(() => screen.getByText('elsewhere').focus());
    await waitFor(() => expect(input().value).toBe('Martin'));
    expect(chosen).toEqual([]);
  });

  it('names none once it is emptied, or by its button', async () => {
    show({ id: 'Martin', label: 'Martin' });
    type('');
    await waitFor(() => expect(chosen).toEqual([null]));
    cleanup();
    show({ id: 'Martin', label: 'Martin' });
    fireEvent.click(screen.getByRole('button', { name: 'None: Third party' }));
    expect(chosen).toEqual([null, null]);
    expect(input().value).toBe('');
  });

  it('says that nothing matches, and that a search failed', async () => {
    show();
    type('xyz');
    await waitFor(() => expect(screen.getByText('Nothing matches')).toBeTruthy());
    search = () => Promise.reject(new Error('gone'));
    type('xy');
    await waitFor(() => expect(screen.getByText('The search failed. Type again.')).toBeTruthy());
  });

  it('shows the answer to the last search, though an earlier one is answered later', async () => {
    const waiting: (() => void)[] = [];
    search = (text) =>
      new Promise((resolve) => {
        waiting.push(() => resolve(ROWS.filter(({ label }) => label.startsWith(text))));
      });
    show();
    type('M');
    await waitFor(() => expect(waiting).toHaveLength(1));
    type('Dub');
    await waitFor(() => expect(waiting).toHaveLength(2));
    waiting[1]?.();
    await waitFor(() => expect(options()).toEqual(['Dubois']));
    waiting[0]?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(options()).toEqual(['Dubois']);
  });

  describe('keys that come before the answer to what was typed', () => {
    let answers: ((rows: readonly Chosen[] | Error) => void)[];
    beforeEach(() => {
      answers = [];
      search = () =>
        new Promise((resolve, reject) => {
          answers.push((rows) => (rows instanceof Error ? reject(rows) : resolve(rows)));
        });
    });
    const [dubois, dupont, , martin] = ROWS as [Chosen, Chosen, Chosen, Chosen];
    /** What an earlier search found is on the screen, and something else has been typed. */
    async function typeOn(): Promise<void> {
      show();
      type('du');
      await waitFor(() => expect(answers).toHaveLength(1));
      answers[0]?.([dubois, dupont]);
      await waitFor(() => expect(options()).toEqual(['Dubois', 'Dupont']));
      type('m');
    }
    const press = (key: string) => fireEvent.keyDown(input(), { key });

    it('wait for it, and choose of what it found', async () => {
      await typeOn();
      press('ArrowDown');
      press('Enter');
      expect(chosen).toEqual([]);
      await waitFor(() => expect(answers).toHaveLength(2));
      answers[1]?.([martin]);
      await waitFor(() => expect(input().value).toBe('Martin'));
      expect(chosen).toEqual(['Martin']);
    });

    it('choose nothing where it found nothing or failed, and leave what was typed', async () => {
      for (const answer of [[], new Error('gone')]) {
        answers = [];
        chosen = [];
        await typeOn();
        press('ArrowDown');
        press('Enter');
        await waitFor(() => expect(answers).toHaveLength(2));
        answers[1]?.(answer);
        await waitFor(() => expect(options()).not.toContain('Dubois'));
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect([chosen, input().value]).toEqual([[], 'm']);
        cleanup();
      }
    });

    it('are forgotten once more is typed, and by Escape', async () => {
      await typeOn();
      press('ArrowDown');
      press('Enter');
      type('ma');
      await waitFor(() => expect(answers).toHaveLength(2));
      answers[1]?.([martin]);
      await waitFor(() => expect(options()).toEqual(['Martin']));
      type('mar');
      press('ArrowDown');
      press('Escape');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect([chosen, input().value]).toEqual([[], '']);
    });
  });
});
