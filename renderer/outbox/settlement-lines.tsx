import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { OutboxEntry, OutboxField } from '../../shared/contract/index.ts';
import type { EditableEntity } from '../../shared/domain/index.ts';
import type { Side } from '../stores/settlement-draft.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import { fieldText, type Writing } from './field-text.ts';
import { choiceOf } from './settlement.ts';
import type { Settlement } from './use-settlement.ts';
import { ValueField } from './value-field.tsx';

interface LineProps {
  entry: OutboxEntry & { entity: EditableEntity };
  field: OutboxField;
  label: string;
  writing: Writing;
}
interface DecidedLineProps extends LineProps {
  settlement: Settlement;
  error: string | undefined;
}

const SIDES = ['mine', 'theirs', 'hand'] as const satisfies readonly Side[];
/** Where nothing says what amounts are in. */
const USUAL_CURRENCY = 'EUR';

/** One field of a conflict: mine, theirs, or another value. */
export function ChoiceLine({ entry, field, label, writing, settlement, error }: DecidedLineProps) {
  const { t } = writing;
  const choice = choiceOf(entry, settlement.choices, field);
  const text = (value: OutboxField['mine']) => fieldText(writing, entry.entity, field, value);
  const names = { mine: t('settle.mine'), theirs: t('settle.theirs'), hand: t('settle.by-hand') } as const;
  return (
    <div className="line" data-line={field.field} data-conflict={field.isConflict}>
      <RadioGroup
        className="line__choice"
        value={choice.side}
        onChange={(value) => {
          const side = SIDES.find((candidate) => candidate === value);
          if (side !== undefined) settlement.choose(field, { side });
        }}
        isInvalid={error !== undefined && choice.side === null}
      >
        <div className="line__head">
          <Label className="line__name">
            {field.isConflict ? <StatusMark severity="warning" size="0.9em" /> : null}
            {label}
          </Label>
          {entry.op === 'create' ? null : (
            <span className="line__base">{t('settle.was', { value: text(field.base) })}</span>
          )}
        </div>
        <div className="line__sides">
          {SIDES.map((side) => (
            <Radio key={side} value={side} className="side" data-side={side}>
              <span className="side__dot" aria-hidden="true" />
              <span className="side__name">{names[side]}</span>
              {side === 'hand' ? null : <span className="side__value">{text(field[side])}</span>}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      {choice.side === 'hand' ? (
        <HandField {...{ entry, field, writing, settlement, error }} label={t('settle.value-of', { field: label })} />
      ) : error === undefined ? null : (
        <LineError text={error} />
      )}
    </div>
  );
}

/** One field of a refused change: what was entered, to be mended. */
export function MendLine({ entry, field, label, writing, settlement, error }: DecidedLineProps) {
  const { t } = writing;
  return (
    <div className="line line--mend" data-line={field.field}>
      <HandField {...{ entry, field, writing, settlement, error }} label={label} />
      {entry.op === 'create' ? null : (
        <span className="line__base">
          {t('settle.on-server', { value: fieldText(writing, entry.entity, field, field.theirs) })}
        </span>
      )}
    </div>
  );
}

function HandField({ entry, field, label, writing, settlement, error }: DecidedLineProps) {
  const { hand, typed } = choiceOf(entry, settlement.choices, field);
  return (
    <div className="line__hand">
      <ValueField
        entity={entry.entity}
        field={{ ...field, names: { ...field.names, ...settlement.names } }}
        label={label}
        currency={writing.currency ?? USUAL_CURRENCY}
        value={hand}
        typed={typed}
        error={error}
        onChange={(value) => settlement.choose(field, { side: 'hand', hand: value, typed: undefined })}
        onTyped={(text) => settlement.choose(field, { side: 'hand', typed: text })}
        onNamed={settlement.name}
      />
    </div>
  );
}

/** Both entered the same. */
export function SameLine({ entry, field, label, writing }: LineProps) {
  return (
    <p className="line line--fact" data-line={field.field}>
      <span className="line__name">{label}</span>
      {writing.t('settle.same', { value: fieldText(writing, entry.entity, field, field.theirs) })}
    </p>
  );
}

/** Somebody changed something beside it, which the change may depend on. */
export function ContextLine({ entry, field, label, writing }: LineProps) {
  const text = (value: OutboxField['mine']) => fieldText(writing, entry.entity, field, value);
  return (
    <p className="line line--fact" data-line={field.field}>
      <span className="line__name">
        <StatusMark severity="warning" size="0.9em" />
        {label}
      </span>
      {writing.t('settle.context', { base: text(field.base), theirs: text(field.theirs) })}
    </p>
  );
}

function LineError({ text }: { text: string }) {
  return (
    <p className="line__error" role="alert">
      <StatusMark severity="alarm" />
      {text}
    </p>
  );
}
