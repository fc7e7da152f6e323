import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

/** A disk of its own size, that can be full and read-only like a real one, since it is one (tmpfs). */
export interface SmallDisk {
  readonly folder: string;
  setReadOnly(isReadOnly: boolean): void;
}

/** Only root on Linux may mount one. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0 && tryMounting();

/** A function that mounts disks; they are gone after each test. Close what is open on them first. */
export function smallDisks(): (megabytes: number) => SmallDisk {
  const mounted: string[] = [];
  afterEach(() => {
    for (const folder of mounted.splice(0)) {
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return (megabytes) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vigie-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
    mounted.push(folder);
    return {
      folder,
      setReadOnly: (isReadOnly) => void execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, folder]),
    };
  };
}

function tryMounting(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
