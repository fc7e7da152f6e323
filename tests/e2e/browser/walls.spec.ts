import { deskWith, shownDisplay } from '../../support/wall-fixtures.ts';
import { expect, expectAccessibleInBothThemes, isReady, listen, test } from './fixtures.ts';

const displays = [shownDisplay(1, 0), shownDisplay(2, 1_920)];

test('a wall is arranged with the keyboard alone, shows what it is sent, and can be read by all', async ({
  context,
  host,
  server,
  windows,
}) => {
  host.walls.hear(deskWith(displays, []));
  const console = await windows.open('console');
  await isReady(console);
  await console.keyboard.press('w');
  const editor = console.getByTestId('wall-editor');
  await editor.getByRole('button', { name: 'New wall' }).focus();
  await console.keyboard.press('Enter');
  const division = editor.getByRole('button', { name: /Division/ });
  await division.focus();
  await console.keyboard.press('Enter');
  await console.keyboard.press('End');
  await console.keyboard.press('Enter');
  const kinds = () => host.walls.list().walls[0]?.screens[0]?.cells.map(({ view }) => view.kind);
  await expect.poll(kinds).toEqual(['map', 'missions', 'summary', 'vehicles']);
  await expect(editor.getByTestId('desk-picture').getByRole('button', { name: /^Display 2/ })).toContainText(
    'Mission board',
  );
  await expectAccessibleInBothThemes(console);
  await console.keyboard.press('Escape');
  await expect(editor).toBeHidden();

  const [made] = host.walls.list().walls;
  if (made === undefined) throw new Error('the wall was made');
  host.walls.hear(deskWith(displays, [[made.id, '1', 2]]));

  const wall = await context.newPage();
  listen(wall, windows.complaints);
  await wall.goto(server.pageUrl('wall').replace('#', `?wall=${made.id}&screen=1#`));
  await isReady(wall);
  await expect(wall).toHaveTitle('Vigie – Wall');
  for (const view of ['map', 'missions', 'summary', 'vehicles'])
    await expect(wall.locator(`[data-view="${view}"]`)).toBeVisible();
  await expectAccessibleInBothThemes(wall);

  const map = wall.getByTestId('map');
  const before = await map.getAttribute('data-camera');
  const [vehicle] = host.dataset.vehicles.toSorted((one, other) => one.code.localeCompare(other.code));
  await console.bringToFront();
  await console
    .getByTestId('vehicle-list')
    .getByRole('row', { name: new RegExp(vehicle?.code ?? '') })
    .click();
  await expect(console.getByTestId('detail')).toHaveAttribute('data-state', 'ready');
  await console.keyboard.press('s');
  await expect(wall.getByTestId('focus-bar')).toHaveText(`Sent from the console: vehicle ${vehicle?.code}`);
  await wall.bringToFront();
  await expect(map).not.toHaveAttribute('data-camera', before ?? '');
  host.walls.show(made.id, null);
  await expect(wall.getByTestId('focus-bar')).toBeHidden();
});
