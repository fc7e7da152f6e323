import { useTranslation } from 'react-i18next';
import type { Obstacle } from '../../../shared/contract/index.ts';
import { useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useRates } from './use-rates.ts';

const PANELS = { mission: 'missions', 'third-party': 'third-parties', 'billing-cycle': 'billing-cycles' } as const;

/** What an invoice says of its buyer, by what people call it in the form of a third party. */
const BUYER_FIELDS = {
  name: 'edit.field.name',
  address: 'party.field.address',
  postalCode: 'edit.field.postal-code',
  city: 'edit.field.city',
  country: 'party.field.country',
  siren: 'party.field.siren',
  siret: 'party.field.siret',
  vatNumber: 'party.field.vat-number',
  email: 'edit.field.email',
  phone: 'edit.field.phone',
} as const;
type BuyerField = keyof typeof BUYER_FIELDS;

function buyerField(field: string | undefined): BuyerField {
  const member = field?.split('.').at(-1);
  return (Object.keys(BUYER_FIELDS) as BuyerField[]).find((known) => known === member) ?? 'name';
}

/** What keeps a cycle from being submitted or invoiced, each with the way to the row that is to be mended. */
export function CycleObstacles({
  obstacles,
  isSubmitted = false,
}: {
  obstacles: readonly Obstacle[];
  /** It is on its way already: where nothing is in the way of its invoices, nothing is said. */
  isSubmitted?: boolean;
}) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const rates = useRates();
  const sentence = ({ kind, missions, basisPoints, row, field }: Obstacle) => {
    switch (kind) {
      case 'unpriced':
      case 'no-party':
      case 'other-party':
        return t(`cycle.obstacle.${kind}`, { count: missions });
      case 'vat-ended':
        return t('cycle.obstacle.vat-ended', { rate: rates.percent(basisPoints ?? 0) });
      case 'vat-mixed':
        return t('cycle.obstacle.vat-mixed', { name: row?.label ?? '' });
      case 'buyer': {
        const member = buyerField(field);
        return t(`cycle.obstacle.buyer-${member === 'city' || member === 'vatNumber' ? 'missing' : 'wrong'}`, {
          ...{ name: row?.label ?? '', field: t(BUYER_FIELDS[member]) },
        });
      }
      default:
        return t(`cycle.obstacle.${kind}`);
    }
  };
  if (obstacles.length === 0)
    return isSubmitted ? null : <p className="cycle-obstacles__none">{t('cycle.no-obstacle')}</p>;
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
