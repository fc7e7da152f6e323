import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeople } from '../../../../electron/data/session/people.ts';
import { readSecrets, writeSecrets } from '../../../../electron/data/session/secrets.ts';
import { silentLog } from '../../../support/silent-log.ts';

const claire = { issuer: 'https://login.example.com', subject: 'clerk' };
const karim = { issuer: 'https://login.example.com', subject: '../../karim' };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-people-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the folders of people', () => {
  it('are one each, by issuer and subject, and stay within their place whatever these are', () => {
    const people = openPeople(folder, silentLog);
    const folders = [claire, karim, { ...claire, issuer: 'https://other.example.com' }].map((id) =>
      people.folderOf(id),
    );
    expect(new Set(folders).size).toBe(3);
    for (const own of folders) expect(path.dirname(own)).toBe(path.join(folder, 'people'));
    expect(people.folderOf(claire)).toBe(openPeople(folder, silentLog).folderOf({ ...claire }));
  });

  it('say whose edits wait, but of the one who asks', () => {
    const people = openPeople(folder, silentLog);
    people.note(claire, { name: 'Claire', notSent: 2 });
    people.note(karim, { name: 'Karim', notSent: 0 });
    expect(people.others(karim)).toEqual([{ name: 'Claire', notSent: 2 }]);
    expect(people.others(claire)).toEqual([]);
    writeFileSync(path.join(people.folderOf(claire), 'person.json'), '{');
    expect(people.others(null)).toEqual([]);
  });

  it('are removed whole, also where a kill came between', () => {
    const people = openPeople(folder, silentLog);
    people.note(claire, { name: 'Claire', notSent: 0 });
    people.note(karim, { name: 'Karim', notSent: 1 });
    people.wipe(claire);
    people.wipe(claire);
    expect(readdirSync(path.join(folder, 'people'))).toEqual([path.basename(people.folderOf(karim))]);
    const half = path.join(folder, 'people', 'going-1');
    mkdirSync(half);
    writeFileSync(path.join(half, 'cache.sqlite'), 'rows');
    openPeople(folder, silentLog);
    expect(existsSync(half)).toBe(false);
  });
});

describe('what a vault keeps of a person', () => {
  const kept = { refreshToken: 'r', identityToken: 'i' };
  it('opens their room, and nobody else’s', () => {
    const text = writeSecrets(claire, kept);
    expect(readSecrets(text, claire)).toEqual(kept);
    expect(readSecrets(text, karim)).toBeNull();
    for (const broken of [null, '', '{', '{"version":2}']) expect(readSecrets(broken, claire)).toBeNull();
    expect(writeSecrets(claire, { ...kept, refreshToken: null })).toBeNull();
  });
});
