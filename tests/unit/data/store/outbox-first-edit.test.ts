import { expect, it } from 'vitest';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { fleetChanges, missionRow } from '../../../support/vigie-server/rows.ts';
import { add, complete, mutationId, patch, SERVER } from './edits.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
const amount = patch(1, 'mission', '1', { amountCents: [missionRow(1).amountCents, 7] });

it('keeps the server’s row beneath the first edit after a start', async () => {
  const folder = newFolder();
  const before = newStore(folder, { serverIdentity: SERVER }).store;
  await applyAll(before, fleetChanges(5));
  await complete(before);
  await before.close();
  const { store } = newStore(folder, { serverIdentity: SERVER });
  await add(store, amount);
  expect(store.read(({ missions }) => missions.get('1'))).toMatchObject({
    amountCents: 7,
    reference: missionRow(1).reference,
  });
  await store.write(({ outbox }) => outbox.discard([mutationId(1)], 0));
  expect(store.read(({ missions }) => missions.get('1'))).toMatchObject({ amountCents: missionRow(1).amountCents });
});

it('keeps it beneath the first edit after a transaction that failed', async () => {
  const { store } = newStore(newFolder(), { serverIdentity: SERVER });
  await applyAll(store, fleetChanges(5));
  await complete(store);
  await expect(store.write(() => Promise.reject(new Error('on purpose')))).rejects.toThrow('on purpose');
  await add(store, amount);
  await store.write(({ outbox }) => outbox.discard([mutationId(1)], 0));
  expect(store.read(({ missions }) => missions.get('1'))).toMatchObject({ amountCents: missionRow(1).amountCents });
});
