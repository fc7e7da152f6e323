import type { Reader, Writer } from './handles.ts';
import { parseJson } from './outbox-rows.ts';

/** What the server said to a question, and when, UTC ms. */
export interface ServerAnswer {
  answer: unknown;
  atMs: number;
}

export interface ServerAnswerReads {
  /** Undefined: it was never asked, or the answer had to go for newer ones. */
  get(question: string): ServerAnswer | undefined;
}

export interface ServerAnswerWrites {
  /** The answers that were kept longest go where they are too much together; one that is too large by itself is not kept. */
  keep(question: string, kept: ServerAnswer): void;
  clear(): void;
}

/** Bytes of all answers together, and of one. */
export const MOST_ANSWER_BYTES = 32_000_000;
export const MOST_ONE_ANSWER_BYTES = 4_000_000;

export function createServerAnswerReads(reader: Reader): ServerAnswerReads {
  return {
    get(question) {
      const stored = reader
        .select<{ answer: string; answered_at_ms: number }>(
          'SELECT answer, answered_at_ms FROM server_answers WHERE question = ?',
        )
        .get(question);
      return stored && { answer: parseJson(stored.answer), atMs: stored.answered_at_ms };
    },
  };
}

export function createServerAnswerWrites(writer: Writer): ServerAnswerWrites {
  const put = writer.change(`
    INSERT INTO server_answers (question, answer, bytes, answered_at_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (question) DO UPDATE SET answer = excluded.answer, bytes = excluded.bytes, answered_at_ms = excluded.answered_at_ms`);
  const remove = writer.change('DELETE FROM server_answers WHERE question = ?');
  // Counted from the newest: what is beyond the bound goes.
  const prune = writer.change(`
    DELETE FROM server_answers WHERE question IN (
      SELECT question FROM (
        SELECT question, sum(bytes) OVER (ORDER BY answered_at_ms DESC, question ROWS UNBOUNDED PRECEDING) AS upto FROM server_answers
      ) WHERE upto > ?)`);
  return {
    keep(question, { answer, atMs }) {
      const text = JSON.stringify(answer);
      const bytes = Buffer.byteLength(text);
      if (bytes > MOST_ONE_ANSWER_BYTES) return void remove.run(question);
      put.run(question, text, bytes, atMs);
      prune.run(MOST_ANSWER_BYTES);
    },
    clear: () => writer.execute('DELETE FROM server_answers'),
  };
}
