import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog, type Log } from '../../../backend/log.ts';

/** What is logged by `action`, as text and as objects. */
function logged(action: (log: Log) => void) {
  let text = '';
  const write = (line: string) => {
    text += line;
  };
  action(createLog('trace', { write }));
  const lines = text.split('\n').filter(Boolean);
  return { text, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const TOKEN = `eyJhbGciOiJFZERTQSJ9.${'b'.repeat(40)}.${'c'.repeat(40)}`;
const databaseError = (code: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { code, ...more });

describe('the log', () => {
  it('keeps no value of a member that is private, however deep, and keeps figures', () => {
    const { text, lines } = logged((log) => {
      log.info(
        {
          driver: 'Camille Perrin',
          customerName: 'Camille Perrin',
          display_name: 'Camille Perrin',
          row: { deep: [{ contactInfo: { note: 'Camille Perrin' } }] },
          list: [{ phone: 'Camille Perrin' }, { query: 'Camille Perrin' }],
          headers: { cookie: 'Camille Perrin' },
          refreshToken: 'Camille Perrin',
          names: ['0001_baseline'],
          rows: 12,
          missions: 3,
        },
        'written',
      );
    });
    expect(text).not.toContain('Camille');
    expect(lines[0]).toMatchObject({ names: ['0001_baseline'], rows: 12, missions: 3, msg: 'written' });
  });

  it('keeps no token, password or address of a person in any text', () => {
    const { text } = logged((log) => {
      log.warn(`a request with Bearer ${TOKEN} failed`);
      log.warn({ reason: `token ${TOKEN}` }, 'x');
      log.warn({ place: 'postgres://vigie:hunter2@db.example/fleet' }, 'redis://:hunter2@cache.example is away');
      log.warn({ reason: 'write to camille.perrin@example.com' }, 'camille.perrin@example.com');
    });
    expect(text).not.toMatch(/eyJ|hunter2|camille/i);
    expect(text).toContain('@db.example/fleet');
  });

  it('keeps of a database error which rule it was, and no value', () => {
    const { text, lines } = logged((log) => {
      const unique = databaseError('23505', 'duplicate key value violates unique constraint "parties_name"', {
        ...{
          detail: 'Key (name)=(Camille Perrin) already exists.',
          constraint: 'parties_name',
          table: 'third_parties',
        },
      });
      log.error({ err: unique }, 'a');
      log.error({ err: databaseError('22P02', 'invalid input syntax for type uuid: "Camille Perrin"') }, 'b');
      log.error({ err: databaseError('P0001', 'Camille Perrin may not be billed') }, 'c');
      log.error({ err: new Error('outer', { cause: databaseError('22P02', 'bad: "Camille Perrin"') }) }, 'd');
      log.error({ err: 'Camille Perrin' }, 'e');
    });
    expect(text).not.toContain('Camille');
    expect(lines[0]?.['err']).toMatchObject({ code: '23505', constraint: 'parties_name', table: 'third_parties' });
    expect(lines[0]?.['err']).toHaveProperty(
      'message',
      'duplicate key value violates unique constraint "parties_name"',
    );
    expect(lines[1]?.['err']).toMatchObject({ message: 'invalid input syntax for type uuid: "…"' });
    expect(lines[3]?.['err']).toMatchObject({ message: 'outer', cause: { code: '22P02' } });
  });

  it('is written one object a line, and stays so with whatever is cut out', () => {
    const { lines } = logged((log) => log.info({ reason: `"quoted" ${TOKEN}\nand a@b.example` }, 'one\ntwo'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ msg: 'one\ntwo', reason: '"quoted" [removed]\nand [removed]' });
  });

  it('is given errors as errors: a message made to a text before could hold anything', () => {
    const backend = path.join(import.meta.dirname, '../../../backend');
    const files = readdirSync(backend, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const wrong = files.filter((file) =>
      /log(?:ger)?\.\w+\([^;]*?error: (?:String\(|\w+\??\.message)/s.test(
        readFileSync(path.join(backend, file), 'utf8'),
      ),
    );
    expect(wrong).toEqual([]);
  });
});
