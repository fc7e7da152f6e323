import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThirdPartyRow } from '../../../shared/contract/index.ts';
import { thirdPartyActionsFrom } from '../../../shared/domain/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { useEditing } from '../editing/use-editing.ts';
import { MergeDialog } from './merge-dialog.tsx';

/** Archive, restore, merge and part: whatever is legal for it as it stands. All of it can be undone, so none of it is asked about. */
export function PartyActions({ row }: { row: ThirdPartyRow }) {
  const { t } = useTranslation();
  const editing = useEditing();
  const [isMerging, setMerging] = useState(false);
  const { id, name, standing } = row;
  return (
    <>
      {thirdPartyActionsFrom(standing).map((action) => (
        <TextButton
          key={action}
          onPress={() => {
            if (action === 'merge') setMerging(true);
            else void editing.step({ entity: 'third-party', id, action, title: name }, UNDONE_BY[action]);
          }}
        >
          {t(`party.action.${action}`)}
        </TextButton>
      ))}
      {isMerging ? <MergeDialog one={row} onClose={() => setMerging(false)} /> : null}
    </>
  );
}

/** An undone merge is merged again by hand: what it would move may have changed. */
const UNDONE_BY = { archive: 'restore', restore: 'archive', unmerge: undefined } as const;
