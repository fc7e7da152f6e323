import { useTranslation } from 'react-i18next';
import { friendlyNumber } from './friendly-number.ts';
import {
  addressesOf,
  type ContactInfo,
  type ContactMember,
  contactFaults,
  contactText,
  DOCUMENT_LANGUAGES,
  personsOf,
} from '../../../shared/domain/index.ts';
import { refusalSentence, useFormat } from '../../i18n/index.ts';
import { Fact, Facts } from '../../lists/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';

/** How a third party is reached and billed, as far as it is known. */
export function ContactFacts({ info }: { info: ContactInfo }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = DOCUMENT_LANGUAGES.find((known) => known === info.language);
  const days = typeof info.paymentDays === 'number' ? format.integer(info.paymentDays) : undefined;
  const number = (member: 'siren' | 'siret' | 'vatNumber' | 'iban' | 'bic') =>
    friendlyNumber(member, contactText(info, member));
  const terms = [days === undefined ? undefined : t('party.days', { days }), contactText(info, 'paymentTerms')];
  const billed = [
    { name: t('party.field.siren'), value: number('siren') },
    { name: t('party.field.siret'), value: number('siret') },
    { name: t('party.field.vat-number'), value: number('vatNumber') },
    { name: t('party.field.iban'), value: number('iban'), isWide: true },
    { name: t('party.field.bic'), value: number('bic') },
    { name: t('party.section.payment'), value: terms.filter((term) => term !== undefined).join(', ') },
    { name: t('party.field.language'), value: language === undefined ? '' : t(`party.language.${language}`) },
  ];
  const missing = billed.filter(({ value }) => value === undefined || value === '');
  return (
    <>
      <Facts>
        <Fact name={t('third-party.column.email')} wide>
          {info.email}
        </Fact>
        <Fact name={t('third-party.column.phone')}>{info.phone}</Fact>
        <Fact name={t('third-party.address')} wide>
          {postalAddress(info, (code) => format.country(code))}
        </Fact>
      </Facts>
      <Facts>
        {billed
          .filter((fact) => !missing.includes(fact))
          .map(({ name, value, isWide = false }) => (
            <Fact key={name} name={name} wide={isWide}>
              {value}
            </Fact>
          ))}
        {missing.length === 0 ? null : (
          <Fact name={t('party.not-given')} wide>
            <span className="missing">{missing.map(({ name }) => name).join(', ')}</span>
          </Fact>
        )}
      </Facts>
      <Facts>
        {numbered(personsOf(info.persons)).map(({ item: { name, role, email, phone }, index }) => (
          <Fact key={index} name={role ?? t('party.person.number', { number: index + 1 })} wide>
            {[name, email, phone].filter((part) => part !== undefined).join(' · ')}
          </Fact>
        ))}
        {numbered(addressesOf(info.addresses)).map(({ item: { label, ...place }, index }) => (
          <Fact key={index} name={label} wide>
            {postalAddress(place, (code) => format.country(code))}
          </Fact>
        ))}
      </Facts>
    </>
  );
}

/** They have no name of their own: where they stand tells them apart. */
function numbered<Item>(items: readonly Item[]): { item: Item; index: number }[] {
  return items.map((item, index) => ({ item, index }));
}

interface Place {
  address?: string | undefined;
  postalCode?: string | undefined;
  city?: string | undefined;
  country?: string | undefined;
}

/** What is known of an address, in the order of an envelope; null when nothing is. */
function postalAddress(
  { address, postalCode, city, country }: Place,
  countryName: (code: string) => string,
): string | null {
  const isKnown = (part: string | undefined): part is string => part !== undefined && part !== '';
  const town = [postalCode, city].filter(isKnown).join(' ');
  const lines = [address?.replaceAll('\n', ', '), town, country === undefined ? undefined : countryName(country)];
  const known = lines.filter(isKnown);
  return known.length === 0 ? null : known.join(', ');
}

const NAMES = {
  email: 'third-party.column.email',
  phone: 'third-party.column.phone',
  address: 'party.field.address',
  postalCode: 'edit.field.postal-code',
  city: 'edit.field.city',
  country: 'party.field.country',
  siren: 'party.field.siren',
  siret: 'party.field.siret',
  vatNumber: 'party.field.vat-number',
  iban: 'party.field.iban',
  bic: 'party.field.bic',
  paymentTerms: 'party.field.payment-terms',
  language: 'party.field.language',
  paymentDays: 'party.field.payment-days',
  persons: 'party.section.persons',
  addresses: 'party.section.addresses',
} as const satisfies Record<ContactMember, string>;

export function useMemberName(): (member: ContactMember) => string {
  const { t } = useTranslation();
  return (member) => t(NAMES[member]);
}

/** What other programs or earlier days wrote that would be refused today: it is shown with what is wrong, and is never lost. */
export function WrongContact({ info, onEdit }: { info: ContactInfo; onEdit: (() => void) | null }) {
  const { t } = useTranslation();
  const nameOf = useMemberName();
  const faults = contactFaults(info);
  if (faults.length === 0) return null;
  return (
    <div className="party-note" data-testid="wrong-contact">
      <p className="party-note__title">
        <StatusMark severity="warning" />
        {t('party.wrong', { count: faults.length })}
      </p>
      <ul>
        {faults.map(({ member, fault }) => (
          <li key={member}>
            <strong>{nameOf(member)}</strong> {writtenOf(info[member])}{' '}
            {refusalSentence(t, { code: 'invalid-value', field: member, fault })}
          </li>
        ))}
      </ul>
      <p>
        {t('party.wrong-remedy')}{' '}
        {onEdit === null ? null : (
          <TextButton quiet onPress={onEdit}>
            {t('party.correct')}
          </TextButton>
        )}
      </p>
    </div>
  );
}

function writtenOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”:`;
}
