import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from 'react-aria-components';
import type { ThirdPartyRow } from '../../../shared/contract/index.ts';
import { personsOf, readListText, addressesOf, type FieldValue } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { fieldName } from '../../outbox/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { reasonSentence } from '../editing/reason-sentence.ts';
import type { Difference, Merge } from './use-merge.ts';

/** The two of a merge beside each other: which stays, where they differ, and what is taken over. */
export function SideBySide({ merge }: { merge: Merge }) {
  const { t } = useTranslation();
  const caption = useId();
  const { pair, problem } = merge;
  if (pair === null) return null;
  const { staying, going, differences } = pair;
  return (
    <div className="merge__pair" data-testid="side-by-side">
      <div className="merge__choice">
        <p id={caption}>{t('party.merge.explain')}</p>
        <TextButton onPress={merge.swap}>{t('party.merge.swap')}</TextButton>
      </div>
      <table className="merge__table" aria-describedby={caption}>
        <thead>
          <tr>
            <th scope="col">{t('party.merge.field')}</th>
            <th scope="col">
              {t('party.merge.stays-column')}
              <Head row={staying} />
            </th>
            <th scope="col">
              {t('party.merge.goes-column')}
              <Head row={going} />
            </th>
          </tr>
        </thead>
        <tbody>
          {differences.map((difference) => (
            <Line key={difference.field} difference={difference} merge={merge} />
          ))}
        </tbody>
      </table>
      <div role="alert">
        {problem === null ? null : (
          <p className="edit-banner edit-banner--warning">
            <StatusMark severity="warning" />
            {reasonSentence(t, problem)}
          </p>
        )}
      </div>
    </div>
  );
}

function Head({ row }: { row: ThirdPartyRow }) {
  const { t } = useTranslation();
  return (
    <span className="merge__who">
      <bdi>{row.name}</bdi>
      <span className="merge__uses">
        {t('party.moved.missions', { count: row.missionCount })}, {t('party.moved.cycles', { count: row.cycleCount })}
      </span>
    </span>
  );
}

function Line({ difference, merge }: { difference: Difference; merge: Merge }) {
  const { t } = useTranslation();
  const { field, staying, going, canTake } = difference;
  const name = fieldName(t, field);
  const isTaken = merge.taken.has(field);
  return (
    <tr data-field={field} data-taken={isTaken}>
      <th scope="row">{name}</th>
      <td data-kept={!isTaken}>
        <Value field={field} value={staying} />
      </td>
      <td data-kept={isTaken}>
        {canTake ? (
          <Checkbox
            className="merge__take"
            aria-label={t('party.merge.take', { field: name })}
            isSelected={isTaken}
            onChange={() => merge.toggle(field)}
          >
            <span className="merge__box" aria-hidden="true">
              {isTaken ? <Icon name="check" size="0.75rem" /> : null}
            </span>
            <Value field={field} value={going} />
          </Checkbox>
        ) : (
          <Value field={field} value={going} />
        )}
      </td>
    </tr>
  );
}

function Value({ field, value }: { field: string; value: FieldValue }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (value === null || value === '') return <span className="merge__none">{t('outbox.none')}</span>;
  const text = String(value);
  if (field === 'type') return <>{t(`third-party.type.${text as 'other'}`)}</>;
  if (field === 'contactInfo.country') return <>{format.country(text)}</>;
  if (field === 'contactInfo.persons')
    return (
      <>
        {personsOf(readListText(text))
          .map(({ name }) => name)
          .join(', ')}
      </>
    );
  if (field === 'contactInfo.addresses')
    return (
      <>
        {addressesOf(readListText(text))
          .map(({ label }) => label)
          .join(', ')}
      </>
    );
  return <bdi>{text}</bdi>;
}
