import { deskWith, shownDisplay } from '../../support/wall-fixtures.ts';
import { expect, expectAccessible, isReady, test } from './fixtures.ts';

test.use({ size: { vehicles: 40, missions: 100 } });

test('a wall is arranged with the keyboard alone, in an editor that everybody can read', async ({ host, windows }) => {
  host.walls.hear(deskWith([shownDisplay(1, 0), shownDisplay(2, 1_920)], []));
  const console = await windows.open('console');
  await isReady(console);
  await console.keyboard.press('w');
  const editor = console.getByTestId('wall-editor');
  await editor.getByRole('button', { name: 'New wall' }).focus();
  await console.keyboard.press('Enter');
  await editor.getByRole('button', { name: /Division/ }).focus();
  await console.keyboard.press('Enter');
  await console.keyboard.press('End');
  await console.keyboard.press('Enter');
  const kinds = () => host.walls.list().walls[0]?.screens[0]?.cells.map(({ view }) => view.kind);
  await expect.poll(kinds).toEqual(['map', 'missions', 'summary', 'vehicles']);
  const display = editor.getByTestId('desk-picture').getByRole('button', { name: /^Display 2/ });
  await expect(display).toContainText('Mission board');
  await expectAccessible(console);
  await console.keyboard.press('Escape');
  await expect(editor).toBeHidden();
});
