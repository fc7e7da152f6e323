import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { useStore } from 'zustand/react';
import { TextButton } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { Icon } from '../ui/icons.tsx';
import { TextField } from '../ui/text-field.tsx';
import { BUILT_IN, isChanged, type LayoutsStore, MOST_NAME } from './layout/layouts-store.ts';

/** The layouts of this workstation: those that come with the console, those that were saved, and what can be done with the present one. */
export function LayoutMenu({ layouts }: { layouts: LayoutsStore }) {
  const { t } = useTranslation();
  const state = useStore(layouts.state);
  const { base, saved } = state;
  const changed = isChanged(state);
  const [isNaming, setNaming] = useState(false);
  const baseName = base.kind === 'built-in' ? t(`layout.built-in.${base.name}`) : base.name;

  function act(key: string): void {
    const builtIn = BUILT_IN.find((name) => key === `built-in ${name}`);
    const own = saved.find(({ name }) => key === `saved ${name}`);
    if (builtIn !== undefined) layouts.open({ kind: 'built-in', name: builtIn });
    else if (own !== undefined) layouts.open({ kind: 'saved', name: own.name });
    else if (key === 'save') setNaming(true);
    else if (key === 'reset') layouts.open(base);
    else if (key === 'remove') layouts.remove(base.name);
  }

  const mark = (isPresent: boolean) => (
    <span className="layout-menu__mark">{isPresent ? <Icon name="check" size="0.875rem" /> : null}</span>
  );
  return (
    <>
      <MenuTrigger>
        <Button
          className="button button--quiet button--icon"
          aria-label={t('layout.menu', { name: baseName })}
          data-testid="layout-menu"
          data-layout={base.name}
          data-changed={changed}
        >
          <Icon name="panels" />
        </Button>
        <Popover className="options" placement="bottom end" offset={4}>
          <Menu className="options__list dock-menu" aria-label={t('layout.title')} onAction={(key) => act(String(key))}>
            <MenuSection>
              <Header className="dock-menu__head">{t('layout.title')}</Header>
              {BUILT_IN.map((name) => (
                <MenuItem
                  key={name}
                  id={`built-in ${name}`}
                  className="option"
                  textValue={t(`layout.built-in.${name}`)}
                >
                  <span className="layout-menu__line">
                    {mark(base.kind === 'built-in' && base.name === name)}
                    {t(`layout.built-in.${name}`)}
                  </span>
                </MenuItem>
              ))}
              {saved.map(({ name }) => (
                <MenuItem key={name} id={`saved ${name}`} className="option" textValue={name}>
                  <span className="layout-menu__line">
                    {mark(base.kind === 'saved' && base.name === name)}
                    {name}
                  </span>
                </MenuItem>
              ))}
            </MenuSection>
            <MenuSection>
              <Header className="dock-menu__head">
                {changed ? t('layout.changed', { name: baseName }) : t('layout.unchanged', { name: baseName })}
              </Header>
              <MenuItem id="save" className="option">
                {t('layout.save')}
              </MenuItem>
              {changed ? (
                <MenuItem id="reset" className="option">
                  {t('layout.reset')}
                </MenuItem>
              ) : null}
              {base.kind === 'saved' ? (
                <MenuItem id="remove" className="option">
                  {t('layout.remove', { name: baseName })}
                </MenuItem>
              ) : null}
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      {isNaming ? <NameDialog layouts={layouts} onClose={() => setNaming(false)} /> : null}
    </>
  );
}

/** Asks for the name under which the present layout is kept. */
function NameDialog({ layouts, onClose }: { layouts: LayoutsStore; onClose: () => void }) {
  const { t } = useTranslation();
  const { base, saved } = useStore(layouts.state);
  const [name, setName] = useState(base.kind === 'saved' ? base.name : '');
  const [isAsked, setAsked] = useState(false);
  const given = name.trim();
  const error =
    given === ''
      ? t('layout.name-missing')
      : given.length > MOST_NAME
        ? t('layout.name-long', { most: MOST_NAME })
        : undefined;
  const isKnown = saved.some((one) => one.name === given);
  const save = () => {
    setAsked(true);
    if (error !== undefined) return;
    layouts.save(given);
    onClose();
  };
  return (
    <Sheet
      testId="layout-name"
      title={t('layout.save-title')}
      isOpen
      onClose={onClose}
      foot={
        <>
          <TextButton onPress={onClose}>{t('edit.cancel')}</TextButton>
          <TextButton main onPress={save}>
            {t('edit.save')}
          </TextButton>
        </>
      }
    >
      <form
        className="layout-name"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          field="layout-name"
          label={t('layout.name')}
          isRequired
          value={name}
          onChange={setName}
          error={isAsked || given.length > MOST_NAME ? error : undefined}
          hint={isKnown ? t('layout.name-known') : t('layout.name-hint')}
        />
      </form>
    </Sheet>
  );
}
