import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ALARM_PRIORITIES } from '../../../shared/domain/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { Icon } from '../../ui/icons.tsx';
import { SHORTCUTS, useShortcut } from '../../ui/shortcuts.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { AlarmMark } from '../alarm-mark.tsx';
import { useSound, useSoundSettings, useSoundState } from '../alarms-provider.tsx';
import type { AlarmSound } from './alarm-sound.ts';
import { useSoundText } from './silenced-note.tsx';
import { SILENCES, VOLUMES } from './sound-settings.ts';

const MIDDLE_SILENCE = SILENCES[1];

/** How the workstation sounds, and the way to silence it for a while: one key, or a choice of minutes. */
export function SoundMenu() {
  const { t } = useTranslation();
  const sound = useSound();
  const text = useSoundText();
  const state = useSoundState((shown) => shown.state);
  const [isOpen, setOpen] = useState(false);
  const isTroubled = state === 'silenced' || state === 'blocked' || state === 'broken';
  useShortcut('silence', () => (state === 'silenced' ? sound?.unsilence() : sound?.silence(MIDDLE_SILENCE)));
  if (sound === null) return null;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="button button--quiet sound-menu__button" data-testid="sound-menu" data-state={state}>
        {isTroubled ? <StatusMark severity="warning" /> : <Icon name="sound" size="0.875rem" />}
        <span className="visually-hidden">{t('alarm.sound')}: </span>
        {text}
        <kbd>{SHORTCUTS.silence[0].toUpperCase()}</kbd>
      </Button>
      <Popover className="popover" placement="bottom end" offset={6}>
        <Dialog className="sound-menu" data-testid="sound-settings">
          <Heading slot="title">{t('alarm.sound.title')}</Heading>
          <p>{t('alarm.sound.detail')}</p>
          <Silencing sound={sound} onDone={() => setOpen(false)} />
          <Settings sound={sound} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Silencing({ sound, onDone }: { sound: AlarmSound; onDone: () => void }) {
  const { t } = useTranslation();
  const isSilenced = useSoundState(({ state }) => state === 'silenced');
  return (
    <div className="sound-menu__row">
      <span className="sound-menu__label" aria-hidden="true">
        {t('alarm.sound.silence')}
      </span>
      {SILENCES.map((minutes) => (
        <TextButton
          key={minutes}
          aria-label={`${t('alarm.sound.silence')}: ${t('alarm.sound.silence-for', { count: minutes })}`}
          onPress={() => {
            sound.silence(minutes);
            onDone();
          }}
        >
          {t('alarm.sound.silence-for', { count: minutes })}
        </TextButton>
      ))}
      {isSilenced ? (
        <TextButton
          onPress={() => {
            sound.unsilence();
            onDone();
          }}
        >
          {t('alarm.sound.unsilence')}
        </TextButton>
      ) : null}
    </div>
  );
}

function Settings({ sound }: { sound: AlarmSound }) {
  const { t } = useTranslation();
  const volume = useSoundSettings((settings) => settings.volume);
  const from = useSoundSettings((settings) => settings.from);
  return (
    <>
      <div className="sound-menu__row">
        <span className="sound-menu__label" aria-hidden="true">
          {t('alarm.sound.volume')}
        </span>
        <ChoiceGroup
          label={t('alarm.sound.volume')}
          choices={VOLUMES.map((value) => ({ value, label: t(`alarm.sound.volume.${value}`) }))}
          value={volume}
          onChange={(value) => sound.settings.set({ volume: value })}
        />
      </div>
      <div className="sound-menu__row">
        <span className="sound-menu__label" aria-hidden="true">
          {t('alarm.sound.from')}
        </span>
        <ChoiceGroup
          label={t('alarm.sound.from')}
          choices={ALARM_PRIORITIES.map((value) => ({ value, label: t(`alarm.sound.from.${value}`) }))}
          value={from}
          onChange={(value) => sound.settings.set({ from: value })}
        />
      </div>
      <div className="sound-menu__row">
        <span className="sound-menu__label" aria-hidden="true">
          {t('alarm.sound.try')}
        </span>
        {ALARM_PRIORITIES.map((priority) => (
          <TextButton key={priority} quiet onPress={() => sound.listenTo(priority)}>
            <AlarmMark priority={priority} /> {t(`alarm.priority.${priority}`)}
          </TextButton>
        ))}
      </div>
    </>
  );
}
