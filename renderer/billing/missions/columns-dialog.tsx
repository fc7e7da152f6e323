import { useTranslation } from 'react-i18next';
import { Checkbox } from 'react-aria-components';
import { MISSION_COLUMNS, type ShownColumn } from '../../../shared/contract/index.ts';
import { IconButton, TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icons.tsx';
import { FIRST_COLUMNS, USUAL_WIDTH_REM, useMissionColumns } from './columns.tsx';
import { movedColumn, resized } from './column-steps.ts';

interface ColumnsDialogProps {
  columns: readonly ShownColumn[];
  onChange: (columns: readonly ShownColumn[]) => void;
  onClose: () => void;
}

/** Which columns are shown, in which order, and how wide. The table follows at once. */
export function ColumnsDialog({ columns, onChange, onClose }: ColumnsDialogProps) {
  const { t } = useTranslation();
  const known = useMissionColumns();
  const hidden = MISSION_COLUMNS.filter((key) => !columns.some((column) => column.key === key));
  return (
    <Sheet
      testId="columns-dialog"
      title={t('columns.title')}
      isOpen
      onClose={onClose}
      foot={
        <>
          <TextButton quiet onPress={() => onChange(FIRST_COLUMNS)}>
            {t('columns.reset')}
          </TextButton>
          <TextButton main onPress={onClose}>
            {t('edit.close')}
          </TextButton>
        </>
      }
    >
      <ul className="columns-list" aria-label={t('columns.title')}>
        {columns.map(({ key }, index) => {
          const name = known[key].header;
          return (
            <li key={key} className="columns-list__line" data-column-key={key}>
              <ColumnBox
                name={name}
                isShown
                isDisabled={columns.length === 1}
                onChange={() => onChange(columns.filter((column) => column.key !== key))}
              />
              <IconButton
                icon="ascending"
                name={t('columns.earlier', { name })}
                isDisabled={index === 0}
                onPress={() => onChange(movedColumn(columns, index, index - 1))}
              />
              <IconButton
                icon="descending"
                name={t('columns.later', { name })}
                isDisabled={index === columns.length - 1}
                onPress={() => onChange(movedColumn(columns, index, index + 1))}
              />
              <TextButton
                quiet
                aria-label={t('columns.narrower', { name })}
                onPress={() => onChange(resized(columns, index, -1))}
              >
                −
              </TextButton>
              <TextButton
                quiet
                aria-label={t('columns.wider', { name })}
                onPress={() => onChange(resized(columns, index, 1))}
              >
                +
              </TextButton>
            </li>
          );
        })}
        {hidden.map((key) => (
          <li key={key} className="columns-list__line" data-column-key={key}>
            <ColumnBox
              name={known[key].header}
              isShown={false}
              onChange={() => onChange([...columns, { key, width: USUAL_WIDTH_REM }])}
            />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function ColumnBox({
  name,
  isShown,
  isDisabled = false,
  onChange,
}: {
  name: string;
  isShown: boolean;
  isDisabled?: boolean;
  onChange: () => void;
}) {
  return (
    <Checkbox className="columns-list__box" isSelected={isShown} isDisabled={isDisabled} onChange={onChange}>
      <span className="mark-box" data-marked={isShown} aria-hidden="true">
        {isShown ? <Icon name="check" size="0.75rem" /> : null}
      </span>
      {name}
    </Checkbox>
  );
}
