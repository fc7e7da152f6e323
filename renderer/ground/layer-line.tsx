import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from 'react-aria-components';
import type { GroundLayer } from '../../shared/contract/index.ts';
import { useClient } from '../stores/services.tsx';
import { IconButton, TextButton } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useGroundStore } from './ground-context.tsx';
import { importSentence } from './import-sentence.ts';
import { Problem, useRequest } from './use-request.tsx';

/** One layer: whether it is seen, what it holds, and what can be done with it. */
export function LayerLine({ layer }: { layer: GroundLayer }) {
  const { t } = useTranslation();
  const client = useClient();
  const { maps } = useGroundStore();
  const [mode, setMode] = useState<'line' | 'rename' | 'remove'>('line');
  const { id, name, bounds } = layer;
  const { problem, run } = useRequest();
  const rename = (next: string) => {
    if (next.trim() !== '') run(client.request('ground.layer.change', { id, name: next.trim() }));
    setMode('line');
  };
  return (
    <li className="ground-list__line" data-layer={id}>
      <Checkbox
        className="ground-check"
        isSelected={layer.isShown}
        isDisabled={layer.data === null && layer.isManaged}
        onChange={(isShown) => run(client.request('ground.layer.change', { id, isShown }))}
        aria-label={t('ground.layers.shown', { name })}
      >
        <span className="ground-check__box" aria-hidden="true" />
        <span>
          <span className="ground-radio__name">{name}</span>
          <LayerFacts layer={layer} />
        </span>
      </Checkbox>
      <span className="ground-list__actions">
        {bounds === null ? null : (
          <IconButton icon="target" name={t('ground.layers.go', { name })} onPress={() => maps.show(bounds)} />
        )}
        {layer.isManaged ? null : (
          <>
            <IconButton icon="edit" name={t('ground.layers.rename', { name })} onPress={() => setMode('rename')} />
            <IconButton icon="remove" name={t('ground.layers.remove', { name })} onPress={() => setMode('remove')} />
          </>
        )}
      </span>
      {mode === 'rename' ? <NameForm name={name} onDone={rename} /> : null}
      <Problem text={problem} />
      <Confirm
        title={t('ground.layers.remove-question', { name })}
        detail={t('ground.layers.remove-detail')}
        confirm={t('ground.layers.remove-confirm')}
        isOpen={mode === 'remove'}
        onConfirm={() => run(client.request('ground.layer.remove', { id }))}
        onClose={() => setMode('line')}
      />
    </li>
  );
}

function LayerFacts({ layer }: { layer: GroundLayer }) {
  const { t } = useTranslation();
  const { counts, kind, leftOut, notices, plan, fault, data, isManaged } = layer;
  const facts = [
    ...(isManaged ? [t('ground.layers.managed')] : []),
    ...(counts.areas > 0 ? [t('ground.layers.areas', { count: counts.areas })] : []),
    ...(counts.lines > 0 ? [t('ground.layers.lines', { count: counts.lines })] : []),
    ...(counts.points > 0
      ? [t(kind === 'gtfs' ? 'ground.layers.stops' : 'ground.layers.points', { count: counts.points })]
      : []),
    ...(plan !== null && plan.trips > 0 ? [t('ground.layers.trips', { count: plan.trips })] : []),
  ];
  const isRefused = fault?.code === 'refused';
  return (
    <>
      <span className="ground-radio__detail">{facts.join(' · ')}</span>
      {leftOut === 0 ? null : (
        <span className="ground-radio__detail" title={notices.map((notice) => importSentence(notice, t)).join('\n')}>
          {t('ground.layers.left-out', { count: leftOut })}
          {notices[0] === undefined ? null : ` – ${importSentence(notices[0], t)}`}
        </span>
      )}
      {plan === null || plan.leftOut === 0 ? null : (
        <span
          className="ground-radio__detail"
          title={plan.notices.map((notice) => importSentence(notice, t)).join('\n')}
        >
          {t('ground.layers.left-out-of-plan', { count: plan.leftOut })}
          {plan.notices[0] === undefined ? null : ` – ${importSentence(plan.notices[0], t)}`}
        </span>
      )}
      {fault === null ? null : (
        <span className="ground-radio__detail">
          {data === null
            ? t(isRefused ? 'ground.layers.unread-refused' : 'ground.layers.unread')
            : t(isRefused ? 'ground.layers.refused' : 'ground.layers.away')}
        </span>
      )}
    </>
  );
}

/** Enter keeps the name, Escape leaves it as it was. */
function NameForm({ name, onDone }: { name: string; onDone: (name: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(name);
  return (
    <form
      className="ground-name"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(text);
      }}
    >
      <TextField
        field="layerName"
        label={t('ground.layers.name')}
        value={text}
        onChange={(next) => setText(next.slice(0, 100))}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDone(name);
        }}
      />
      <TextButton type="submit">{t('ground.layers.keep-name')}</TextButton>
    </form>
  );
}
