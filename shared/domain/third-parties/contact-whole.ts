import type { FieldValue, RowFields } from '../edit-policy.ts';
import { type ContactFault, contactMemberFault, tidyContact } from './contact-faults.ts';
import { CONTACT_LISTS, CONTACT_MEMBERS, type ContactMember, contactText } from './contact-info.ts';
import { listText } from './contact-lists.ts';

export interface MemberFault {
  member: ContactMember;
  fault: ContactFault;
}

/** What must be right together, each with the members that it is about: a change of one of them must leave it right. */
const TOGETHER: readonly { member: ContactMember; with: ContactMember; fault: ContactFault }[] = [
  { member: 'siret', with: 'siren', fault: 'siret-other-siren' },
  { member: 'vatNumber', with: 'siren', fault: 'vat-other-siren' },
  { member: 'postalCode', with: 'country', fault: 'french-postal-code' },
];

/** What several members of one third party must hold together. */
export function togetherFaults(info: RowFields): MemberFault[] {
  const siren = contactText(info, 'siren');
  const siret = contactText(info, 'siret');
  const vatNumber = contactText(info, 'vatNumber');
  const postalCode = contactText(info, 'postalCode');
  const wrong: Partial<Record<ContactFault, boolean>> = {
    'siret-other-siren': siren !== undefined && siret !== undefined && !siret.startsWith(siren),
    'vat-other-siren':
      siren !== undefined && vatNumber !== undefined && /^FR..\d{9}$/.test(vatNumber) && !vatNumber.endsWith(siren),
    'french-postal-code':
      contactText(info, 'country') === 'FR' && postalCode !== undefined && !/^\d{5}$/.test(postalCode),
  };
  return TOGETHER.flatMap(({ member, fault }) => (wrong[fault] === true ? [{ member, fault }] : []));
}

/** The first that would be wrong together once these members are as they are to be; what nobody touches is not looked at. */
export function togetherFault(info: RowFields, touched: readonly string[]): MemberFault | undefined {
  return togetherFaults(info).find(({ fault }) =>
    TOGETHER.some((rule) => rule.fault === fault && (touched.includes(rule.member) || touched.includes(rule.with))),
  );
}

/** All that is wrong with how a row has it, whoever wrote it: shown, and refused only where a person changes it. */
export function contactFaults(info: RowFields): MemberFault[] {
  const single = CONTACT_MEMBERS.flatMap((member): MemberFault[] => {
    const value = info[member];
    if (value === undefined || value === null || value === '') return [];
    const fault = memberFault(member, value);
    return fault === undefined ? [] : [{ member, fault }];
  });
  return [...single, ...togetherFaults(info).filter(({ member }) => single.every((one) => one.member !== member))];
}

function memberFault(member: ContactMember, value: unknown): ContactFault | undefined {
  if (CONTACT_LISTS.some((list) => list === member)) return contactMemberFault(member, listText(value) ?? '');
  if (typeof value === 'object') return 'not-text';
  // How it is spaced is nothing to complain about.
  return contactMemberFault(member, tidyContact(member, value as FieldValue));
}
