import { useTranslation } from 'react-i18next';
import type { Wall, WallSpan } from '../../shared/domain/index.ts';
import { TextButton } from '../ui/button.tsx';
import { changeSpan, spanScreens, unspan } from './arrange.ts';
import { NumberField } from './number-field.tsx';

const PIXELS = { least: 0, most: 2_000 } as const;

/** One map over all screens of a wall, and how much of it the frames between them hide. */
export function SpanForm({ wall, onChange }: { wall: Wall; onChange: (wall: Wall) => void }) {
  const { t } = useTranslation();
  const [span] = wall.spans;
  if (wall.screens.length < 2 && span === undefined) return null;
  if (span === undefined) {
    const all = wall.screens.map(({ id }) => id);
    return <TextButton onPress={() => onChange(spanScreens(wall, all))}>{t('walls.span.all')}</TextButton>;
  }
  const setGap = (gap: Partial<WallSpan['gap']>) =>
    onChange(changeSpan(wall, span.id, (one) => ({ ...one, gap: { ...one.gap, ...gap } })));
  return (
    <>
      <NumberField
        field="across"
        label={t('walls.span.across')}
        unit="px"
        range={PIXELS}
        value={span.gap.across}
        onChange={(across) => setGap({ across: across ?? 0 })}
      />
      <NumberField
        field="down"
        label={t('walls.span.down')}
        unit="px"
        range={PIXELS}
        value={span.gap.down}
        onChange={(down) => setGap({ down: down ?? 0 })}
      />
      <TextButton onPress={() => onChange(unspan(wall, span.id))}>{t('walls.span.none')}</TextButton>
    </>
  );
}
