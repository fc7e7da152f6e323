import { expect, it } from 'vitest';
import { createErrorMapper, notFound } from '../../../../electron/data/handlers/errors.ts';
import { RemoteError } from '../../../../electron/data/remote/remote-error.ts';
import { StorageError } from '../../../../electron/data/store/storage-error.ts';
import { createTestLog } from '../../../support/test-log.ts';

it('tells a window the codes of the contract, and nothing of a defect but that there was one', () => {
  const log = createTestLog();
  const map = createErrorMapper(log);
  const missing = notFound('mission', '7');
  expect(map(missing)).toBe(missing);
  expect(map(new StorageError('storage-full', 'The disk is full', 'free some space')).toShape()).toEqual({
    code: 'storage-full',
    message: 'The disk is full',
    remedy: 'free some space',
  });
  const lost = new RemoteError('server-unreachable', 'Nothing answers at http://a: start the server');
  expect(map(lost).toShape()).toEqual({ code: 'server-unreachable', message: lost.message });
  expect(log.entries).toHaveLength(0);
  const defect = map(new TypeError('cannot read token of undefined'));
  expect(defect.toShape()).toEqual({ code: 'internal', message: 'the data host failed: its log says why' });
  expect(log.text()).toContain('cannot read token');
});
