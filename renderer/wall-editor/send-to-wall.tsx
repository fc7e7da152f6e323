import { useState } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { WallFocus } from '../../shared/contract/index.ts';
import type { Wall } from '../../shared/domain/index.ts';
import { errorSentence } from '../i18n/index.ts';
import { Icon } from '../ui/icons.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { mapInView } from './map-in-view.ts';
import { useSelectedFocus, useSelectedKind } from './use-focus.ts';
import type { WallsStore } from './walls-store.ts';
import './send-to-wall.css';

type Action = 'selected' | 'area' | 'stop';

/** Sends what the console has chosen, or the part of the map that it shows, to a wall. Not there where there is no wall. */
export function SendToWall({ store }: { store: WallsStore }) {
  const { t } = useTranslation();
  const { walls = [], open, displays, focuses } = useStore(store.state);
  const kind = useSelectedKind();
  const focusNow = useSelectedFocus();
  const [news, setNews] = useState('');

  // On a desk only walls that are open can show anything; a browser does not know which are.
  const targets = displays === null ? walls : walls.filter(({ id }) => open.some(({ wall }) => wall === id));
  const first = targets.find(({ id }) => focuses.has(id)) ?? targets[0];

  async function send(wall: Wall, action: Action): Promise<void> {
    const focus = action === 'stop' ? null : action === 'area' ? areaInView() : focusNow();
    if (focus === undefined) return;
    const isTold = await store.show(wall.id, focus);
    const { error } = store.state.getState();
    if (isTold) setNews(t(focus === null ? 'walls.send.stopped' : 'walls.send.sent', { name: wall.name }));
    else if (error !== null) setNews(errorSentence(t, error.code).sentence);
  }
  useShortcut('send-to-wall', () => {
    if (first !== undefined) void send(first, kind === undefined ? 'area' : 'selected');
  });
  if (first === undefined) return null;
  return (
    <>
      <MenuTrigger>
        <Button
          className="button button--quiet send-to-wall"
          aria-label={t('walls.send.title')}
          data-active={targets.some(({ id }) => focuses.has(id))}
        >
          <Icon name="send" />
          <span className="send-to-wall__label">{t('walls.send.title')}</span>
        </Button>
        <Popover className="options" placement="bottom end" offset={4}>
          <Menu
            className="options__list"
            aria-label={t('walls.send.title')}
            onAction={(key) => {
              const [id, action] = String(key).split(' ');
              const wall = targets.find((one) => one.id === id);
              if (wall !== undefined) void send(wall, action as Action);
            }}
          >
            {targets.map((wall) => (
              <MenuSection key={wall.id} className="send-to-wall__wall">
                <Header className="send-to-wall__name">{wall.name}</Header>
                {kind === undefined ? null : (
                  <MenuItem id={`${wall.id} selected`} className="option">
                    {t(`walls.send.${kind}`)}
                  </MenuItem>
                )}
                <MenuItem id={`${wall.id} area`} className="option">
                  {t('walls.send.area')}
                </MenuItem>
                {focuses.has(wall.id) ? (
                  <MenuItem id={`${wall.id} stop`} className="option">
                    {t('walls.send.stop')}
                  </MenuItem>
                ) : null}
              </MenuSection>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <output className="visually-hidden" data-testid="sent-to-wall">
        {news}
      </output>
    </>
  );
}

function areaInView(): WallFocus | undefined {
  const area = mapInView(document);
  return area === undefined ? undefined : { kind: 'area', area };
}
