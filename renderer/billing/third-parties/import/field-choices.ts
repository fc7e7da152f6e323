import { useTranslation } from 'react-i18next';
import { type ImportField, isContactMember } from '../../../../shared/domain/index.ts';
import { useMemberName } from '../contact-facts.tsx';

/** What people call what a column can be. */
export function useImportFieldName(): (field: ImportField) => string {
  const { t } = useTranslation();
  const memberName = useMemberName();
  return (field) => {
    const [, member = ''] = field.split('.');
    if (field.startsWith('contactInfo.') && isContactMember(member)) return memberName(member);
    return t(`party-import.field.${field as 'name'}`);
  };
}
