import { useTranslation } from 'react-i18next';
import type { Obstacle } from '../../../shared/contract/index.ts';
import { useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useRates } from './use-rates.ts';

const PANELS = { mission: 'missions', 'third-party': 'third-parties', 'billing-cycle': 'billing-cycles' } as const;

/** What keeps a cycle from being submitted, each with the way to the row that is to be mended. */
export function CycleObstacles({ obstacles }: { obstacles: readonly Obstacle[] }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const rates = useRates();
  const sentence = ({ kind, missions, basisPoints }: Obstacle) => {
    switch (kind) {
      case 'unpriced':
      case 'no-party':
      case 'other-party':
        return t(`cycle.obstacle.${kind}`, { count: missions });
      case 'vat-ended':
        return t('cycle.obstacle.vat-ended', { rate: rates.percent(basisPoints ?? 0) });
      default:
        return t(`cycle.obstacle.${kind}`);
    }
  };
  if (obstacles.length === 0) return <p className="cycle-obstacles__none">{t('cycle.no-obstacle')}</p>;
  return (
    <section className="cycle-obstacles" aria-label={t('cycle.obstacles')} data-testid="cycle-obstacles">
      <h3 className="cycle-page__heading">{t('cycle.obstacles')}</h3>
      <ul>
        {obstacles.map((obstacle) => (
          <li key={`${obstacle.kind} ${obstacle.row?.id ?? ''}`} data-obstacle={obstacle.kind}>
            <StatusMark severity="warning" />
            <span>{sentence(obstacle)}</span>
            {obstacle.row === null ? null : (
              <TextButton
                quiet
                onPress={() => {
                  if (obstacle.row !== null)
                    selection.select({ panel: PANELS[obstacle.row.entity], id: obstacle.row.id });
                }}
              >
                {t('cycle.obstacle.show', { name: obstacle.row.label })}
              </TextButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
