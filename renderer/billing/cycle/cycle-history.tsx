import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity, Trail } from '../../../shared/api/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useClient } from '../../stores/services.tsx';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { BooksPart } from './books-part.tsx';
import { deedsOf, type FieldChange, type TrailDeed } from './trail-deeds.ts';
import { useBooks } from '../use-books.ts';

const ENTITIES: readonly SyncEntity[] = ['mission', 'billing-cycle'];

/** Who did what to a cycle, when and why, and whether any of that was changed since. */
export function CycleHistory({ id }: { id: string }) {
  const client = useClient();
  const read = useCallback((signal: AbortSignal) => client.request('books.trail', { id }, { signal }), [client, id]);
  const handle = useBooks(id, read, ENTITIES);
  return (
    <div className="cycle-page__scroll" data-testid="cycle-history">
      <BooksPart handle={handle}>{({ trail }) => <History trail={trail} />}</BooksPart>
    </div>
  );
}

function History({ trail: { entries, earlier, fault } }: { trail: Trail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [showsHashes, setShowsHashes] = useState(false);
  const deeds = useMemo(() => deedsOf(entries), [entries]);
  const who = useActorText();
  const what = useDeedText();
  if (entries.length === 0) return <p>{t('trail.none')}</p>;
  return (
    <>
      <div className="cycle-history__head">
        <p className="told-note" data-fault={fault ?? 'none'}>
          <StatusMark severity={fault === null ? 'normal' : 'alarm'} />
          {fault === null
            ? t('trail.whole')
            : fault === 'end'
              ? t('trail.cut')
              : t('trail.broken', { position: fault })}
        </p>
        <ChoiceBox label={t('trail.show-hashes')} isSelected={showsHashes} onChange={setShowsHashes} />
      </div>
      <table className="figures figures--texts">
        <thead>
          <tr>
            <th scope="col">{t('trail.when')}</th>
            <th scope="col">{t('trail.what')}</th>
            <th scope="col">{t('trail.who')}</th>
            {showsHashes ? <th scope="col">{t('trail.hash')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {deeds.map((deed) => (
            <tr key={deed.from} data-deed={deed.what.kind}>
              <td className="figures__whole">{format.dateTime(Date.parse(deed.at))}</td>
              <td>
                {what(deed)}
                {deed.what.kind === 'step' && deed.what.reason !== null ? (
                  <p className="cycle-history__reason">{t('trail.reason', { reason: deed.what.reason })}</p>
                ) : null}
              </td>
              <td>{who(deed)}</td>
              {showsHashes ? (
                <td>
                  <code className="cycle-history__hash">{deed.hash}</code>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {earlier > 0 ? <p data-testid="trail-earlier">{t('trail.earlier', { count: earlier })}</p> : null}
    </>
  );
}

function useActorText(): (deed: Pick<TrailDeed, 'actor' | 'onBehalfOf'>) => string {
  const { t } = useTranslation();
  const name = (actor: string) => {
    if (actor.startsWith('database:')) return t('trail.program', { role: actor.slice('database:'.length) });
    return actor === '' ? t('trail.unknown-actor') : actor;
  };
  return ({ actor, onBehalfOf }) =>
    onBehalfOf === null ? name(actor) : t('trail.for', { actor: name(actor), other: name(onBehalfOf) });
}

function useDeedText(): (deed: TrailDeed) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const change = ({ field, before, after }: FieldChange) => {
    const named = t(`trail.field.${field}`);
    // A third party is named by its key there: the key says nothing to a person.
    if (field === 'third_party_id' || before === null || after === null)
      return t('trail.changed-only', { field: named });
    const write = (value: string) =>
      field === 'price_by'
        ? t(`billing-cycle.price-by.${value as 'amount'}`)
        : field.startsWith('period_')
          ? format.date(value)
          : value;
    return t('trail.changed', { field: named, before: write(before), after: write(after) });
  };
  return ({ what }) => {
    switch (what.kind) {
      case 'mission-in':
      case 'mission-out':
        return t(`trail.${what.kind}`, { count: what.count });
      case 'step':
        return t(`trail.step.${what.step}`);
      case 'changed':
        return what.fields.map(change).join(' · ');
      default:
        return t(`trail.${what.kind}`);
    }
  };
}
