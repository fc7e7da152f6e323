import { useTranslation } from 'react-i18next';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { Icon } from '../../ui/icons.tsx';
import type { GroupContext } from './group-context.ts';
import {
  closeDock,
  type Dock,
  DOCKS,
  type Group,
  groupsOf,
  joinDock,
  type Layout,
  openBeside,
  type Side,
  splitOff,
  turn,
} from './layout-tree.ts';

const SIDES = ['left', 'right', 'top', 'bottom'] as const satisfies readonly Side[];

/** What can be done with the place of a dock, by keyboard as by pointer. */
export function DockMenu({ group, context }: { group: Group; context: GroupContext }) {
  const { t } = useTranslation();
  const { shown, docks } = group;
  const { layout, layouts, onShow } = context;
  const groups = groupsOf(layout);
  const others = groups.filter((one) => !one.docks.includes(shown));
  const closed = DOCKS.filter((dock) => !groups.some((one) => one.docks.includes(dock)));
  const name = t(`panel.${shown}`);

  function act(key: string): void {
    const [verb = '', object = ''] = key.split(' ');
    const dock = DOCKS.find((one) => one === object);
    layouts.change((present) => changed(present, verb, object, dock));
    // The dock that was moved keeps the attention, wherever it is now.
    if (verb !== 'close') onShow(verb === 'open' && dock !== undefined ? dock : shown);
  }

  function changed(present: Layout, verb: string, object: string, dock: Dock | undefined): Layout {
    const side = SIDES.find((one) => one === object);
    if (verb === 'split' && side !== undefined) return splitOff(present, shown, shown, side);
    if (verb === 'move' && dock !== undefined) return joinDock(present, shown, dock);
    if (verb === 'open' && dock !== undefined) return openBeside(present, dock, shown);
    if (verb === 'close') return closeDock(present, shown);
    return verb === 'swap' || verb === 'turn' ? turn(present, shown, verb) : present;
  }

  return (
    <MenuTrigger>
      <Button className="button button--quiet button--icon dock-bar__menu" aria-label={t('layout.arrange', { name })}>
        <Icon name="more" />
      </Button>
      <Popover className="options" placement="bottom end" offset={4}>
        <Menu
          className="options__list dock-menu"
          aria-label={t('layout.arrange', { name })}
          onAction={(key) => act(String(key))}
        >
          <MenuSection>
            <Header className="dock-menu__head">{name}</Header>
            {docks.length === 1
              ? null
              : SIDES.map((side) => (
                  <MenuItem key={side} id={`split ${side}`} className="option">
                    {t(`layout.split.${side}`)}
                  </MenuItem>
                ))}
            {others.map((other) => (
              <MenuItem key={other.docks.join()} id={`move ${other.shown}`} className="option">
                {t('layout.move', { name: t(`panel.${other.shown}`) })}
              </MenuItem>
            ))}
            {docks.length === 1 && groups.length === 1 ? null : (
              <MenuItem id="close" className="option">
                {t('layout.close', { name })}
              </MenuItem>
            )}
          </MenuSection>
          {groups.length === 1 ? null : (
            <MenuSection>
              <Header className="dock-menu__head">{t('layout.place')}</Header>
              <MenuItem id="swap" className="option">
                {t('layout.swap')}
              </MenuItem>
              <MenuItem id="turn" className="option">
                {t('layout.turn')}
              </MenuItem>
            </MenuSection>
          )}
          {closed.length === 0 ? null : (
            <MenuSection>
              <Header className="dock-menu__head">{t('layout.closed')}</Header>
              {closed.map((dock) => (
                <MenuItem key={dock} id={`open ${dock}`} className="option">
                  {t(`panel.${dock}`)}
                </MenuItem>
              ))}
            </MenuSection>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
