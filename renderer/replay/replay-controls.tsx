import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { Icon } from '../ui/icons.tsx';
import type { Replaying, ReplayStore } from './replay-store.ts';
import { SPEEDS } from './replay-store.ts';

/** Steps of a time bar, milliseconds: the longest on the outside. */
const STEPS = [60_000, 10_000, 1_000] as const;

/** Plays and stands, how fast, and steps to both sides. */
export function ReplayControls({ replay, replaying }: { replay: ReplayStore; replaying: Replaying }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { isPlaying, speed } = replaying;
  const step = (byMs: number) => {
    const length = format.duration(Math.abs(byMs));
    const [sign, name] = byMs < 0 ? ['−', t('replay.step-back', { length })] : ['+', t('replay.step-on', { length })];
    return (
      <TextButton key={byMs} quiet aria-label={name} onPress={() => replay.step(byMs)}>
        {sign}
        {length}
      </TextButton>
    );
  };
  return (
    <>
      <div className="replay-bar__group">
        {STEPS.map((length) => step(-length))}
        <TextButton
          main
          data-testid="replay-play"
          data-playing={isPlaying}
          aria-label={t(isPlaying ? 'replay.pause' : 'replay.play')}
          onPress={() => replay.play(!isPlaying)}
        >
          <Icon name={isPlaying ? 'pause' : 'play'} />
        </TextButton>
        {STEPS.toReversed().map((length) => step(length))}
      </div>
      <ChoiceGroup
        label={t('replay.speed')}
        choices={SPEEDS.map((value) => ({
          value: String(value),
          label: format.factor(value),
          name: t('replay.speed-of', { count: value }),
        }))}
        value={String(speed)}
        onChange={(chosen) => replay.setSpeed(SPEEDS.find((one) => String(one) === chosen) ?? 1)}
      />
    </>
  );
}
