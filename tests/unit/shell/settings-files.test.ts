import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyFilePlace, readConfigFile, readPolicyFile } from '../../../electron/shell/settings/settings-files.ts';
import { prepareUserData } from '../../../electron/shell/settings/user-data.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const makeFolder = temporaryFolders();
const isRoot = process.getuid?.() === 0;

function policy(mode: number, owner = process.getuid?.() ?? 0) {
  const file = path.join(makeFolder(), 'policy.json');
  writeFileSync(file, '{"language":"fr"}');
  chmodSync(file, mode);
  if (isRoot) chownSync(file, owner, 0);
  return file;
}

describe('the policy file', () => {
  it('is where only an administrator writes', () => {
    expect(policyFilePlace('linux', {})).toBe('/etc/vigie/policy.json');
    expect(policyFilePlace('darwin', {})).toBe('/Library/Application Support/Vigie/policy.json');
    expect(policyFilePlace('win32', { ProgramData: 'D:\\PD' })).toBe('D:\\PD\\Vigie\\policy.json');
  });

  it('may be absent', () => {
    const file = path.join(makeFolder(), 'policy.json');
    expect(readPolicyFile(file, 'linux')).toEqual({ text: undefined, problem: null });
  });

  it.runIf(isRoot)("is believed where it is root's and no one else writes it", () => {
    expect(readPolicyFile(policy(0o644), 'linux')).toEqual({ text: '{"language":"fr"}', problem: null });
  });

  it('is not believed where others may write it, on pain of not starting', () => {
    expect(readPolicyFile(policy(0o666), 'linux')).toEqual({
      text: undefined,
      problem: expect.stringMatching(/can be changed by others than root: make it root's with mode 644/) as string,
    });
    expect(readPolicyFile(policy(0o644, 1234), 'darwin').problem === null).toBe(false);
  });

  it('has its access list checked by Windows, which has no mode', () => {
    expect(readPolicyFile(policy(0o666), 'win32').text).toBe('{"language":"fr"}');
  });

  it('is a problem where it cannot be read', () => {
    const folder = makeFolder();
    expect(readPolicyFile(folder, 'linux').problem).toMatch(
      /cannot be read \(EISDIR\): make it readable, or remove it\./,
    );
    expect(readConfigFile(folder).problem).toMatch(/cannot be read \(EISDIR\)/);
  });
});

describe('the user data folder', () => {
  it('is made where it is not there', () => {
    const folder = path.join(makeFolder(), 'a/b');
    expect(prepareUserData(folder)).toEqual({ ok: true, folder });
  });

  it('is refused with a remedy where it cannot be made', () => {
    const file = path.join(makeFolder(), 'file');
    writeFileSync(file, '');
    expect(prepareUserData(path.join(file, 'inside'))).toEqual({
      ok: false,
      problem: expect.stringMatching(/cannot be used \(ENOTDIR\): .*VIGIE_USER_DATA\.$/) as string,
    });
  });

  it.runIf(!isRoot)('is refused where it may not be written', () => {
    const folder = path.join(makeFolder(), 'sealed');
    mkdirSync(folder, { mode: 0o500 });
    expect(prepareUserData(folder)).toMatchObject({ ok: false });
  });
});
