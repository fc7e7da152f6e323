import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_ENTRY } from '../../shared/domain/index.ts';
import { RestoredNote, useKeptText } from '../billing/index.ts';
import { TextButton } from '../ui/button.tsx';
import { ChoiceBox } from '../ui/choice-box.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { TextArea } from '../ui/text-area.tsx';

interface TextSheetProps {
  testId: string;
  /** Of what it is, for what is typed to be back after a crash. */
  draftName: string;
  title: string;
  kind: string;
  label: string;
  confirm: string;
  isRequired?: boolean;
  initial?: string;
  /** A choice beside the text; undefined: there is none. */
  choice?: { label: string; isSelected: boolean; needsText: boolean };
  onClose: () => void;
  onConfirm: (text: string, isChosen: boolean) => void;
}

/** Asks for a text, and what goes with it. */
export function TextSheet(props: TextSheetProps) {
  const {
    testId,
    draftName,
    title,
    kind,
    label,
    confirm,
    isRequired = false,
    initial = '',
    choice,
    onClose,
    onConfirm,
  } = props;
  const { t } = useTranslation();
  const entry = useKeptText(draftName, initial);
  const { text } = entry.values;
  const [isChosen, setChosen] = useState(choice?.isSelected ?? false);
  const [isMissing, setMissing] = useState(false);
  const isNeeded = isRequired || (isChosen && choice?.needsText === true);
  function send(): void {
    if (isNeeded && text.trim() === '') return setMissing(true);
    close();
    onConfirm(text.trim(), isChosen);
  }
  function close(): void {
    entry.drop();
    onClose();
  }
  return (
    <Sheet
      testId={testId}
      title={title}
      kind={kind}
      isOpen
      onClose={close}
      foot={
        <>
          <TextButton onPress={close}>{t('edit.cancel')}</TextButton>
          <TextButton main onPress={send}>
            {confirm}
          </TextButton>
        </>
      }
    >
      <div className="shift-form">
        <RestoredNote form={entry} />
        <TextArea
          field="text"
          label={label}
          rows={4}
          isRequired={isNeeded}
          value={text}
          onChange={(next) => {
            entry.change({ text: next.slice(0, LONGEST_ENTRY) });
            setMissing(false);
          }}
          {...(isMissing ? { error: t('shift.text-missing') } : {})}
        />
        {choice === undefined ? null : <ChoiceBox label={choice.label} isSelected={isChosen} onChange={setChosen} />}
      </div>
    </Sheet>
  );
}
