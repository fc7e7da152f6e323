import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPatientFile } from '../../../../electron/data/ground/patient-file.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const folder = temporaryFolders();

describe('a file on a drive that does not answer', () => {
  // Opening a pipe that nobody writes to does not return, as on a network drive whose server is gone.
  it('fails in time, holds up two reads at most, and is read again when the drive answers', async () => {
    const file = path.join(folder(), 'pipe');
    execFileSync('mkfifo', [file]);
    const clock = createManualClock();
    const source = openPatientFile(file, clock);
    const reads = [source.read(0, 4), source.read(0, 4), source.read(0, 4)];
    const outcomes = Promise.allSettled(reads);
    clock.advance(4_000);
    expect((await outcomes).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(reads[2]).rejects.toMatchObject({ code: 'not-answering' });

    // Files elsewhere go on being read meanwhile: threads are left.
    const other = path.join(folder(), 'other');
    writeFileSync(other, 'here');
    const there = openPatientFile(other, clock);
    expect((await there.read(0, 10)).toString()).toBe('here');
    there.close();

    const end = openSync(file, 'r+');
    writeSync(end, 'backback');
    // A pipe is no file: but its drive answers.
    await expect(source.look()).rejects.toMatchObject({ code: 'missing' });
    closeSync(end);
    source.close();
  });

  it('takes a folder for what cannot be read, and what is not there for missing', async () => {
    const clock = createManualClock();
    await expect(openPatientFile(folder(), clock).read(0, 4)).rejects.toMatchObject({ code: 'unreadable' });
    const none = openPatientFile(path.join(folder(), 'none'), clock);
    await expect(none.read(0, 4)).rejects.toMatchObject({ code: 'missing' });
    await expect(none.look()).rejects.toMatchObject({ code: 'missing' });
    expect(clock.plannedCount()).toBe(0);
  });
});
