import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GEOFENCE_KINDS, geometryArea } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { errorSentence } from '../../i18n/error-sentence.ts';
import { refusalSentence, useFormat } from '../../i18n/index.ts';
import { useClient } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useGroundStore } from '../ground-context.tsx';
import { areaText } from './area-text.ts';
import { type FenceDraft, geometryOf, outlineFault } from './fence-draft.ts';
import type { FencesView } from './fences-store.ts';
import { OutlineFields } from './outline-fields.tsx';
import { saveFence } from './save-fence.ts';

/** A geofence that is being made or changed: what it is called, where it lies, whether it can be kept. */
export function FenceEditor({ draft, original }: { draft: FenceDraft; original: FencesView['original'] }) {
  const { t } = useTranslation();
  const client = useClient();
  const { fences } = useGroundStore();
  const [problem, setProblem] = useState<string>();
  const { outline, name, kind, id } = draft;
  const fault = outlineFault(outline);
  const geometry = geometryOf(outline);
  const isNamed = name.trim() !== '';
  const close = () => fences.draw(null);
  const undo = () => fences.change({ type: 'undo' });
  useShortcut('close', close);
  useShortcut('undo', undo);
  useShortcut('remove', () => {
    const selected = fences.state.getState().draft?.selected ?? null;
    if (selected !== null) fences.change({ type: 'remove', index: selected });
  });

  async function save(): Promise<void> {
    if (geometry === undefined || fault !== undefined || !isNamed) return;
    try {
      const result = await saveFence(client, draft, geometry, original);
      if (result.result === 'refused') setProblem(refusalSentence(t, result.reason));
      else if (result.result === 'stale') setProblem(t('fence.stale'));
      else close();
    } catch (error) {
      const { sentence, remedy } = errorSentence(t, error instanceof RpcError ? error.code : 'internal');
      setProblem(`${sentence} ${remedy}`);
    }
  }

  return (
    <form
      className="fence-editor"
      data-testid="fence-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3 className="ground-panel__heading">{id === null ? t(`fence.new.${outline.shape}`) : t('fence.edit')}</h3>
      <p className="ground-panel__note">{t(`fence.how.${outline.shape}`)}</p>
      <TextField
        field="name"
        label={t('fence.name')}
        isRequired
        value={name}
        onChange={(next) => fences.change({ type: 'name', name: next.slice(0, 200) })}
      />
      <SelectField
        field="kind"
        label={t('outbox.field.kind')}
        choices={GEOFENCE_KINDS.map((one) => ({ value: one, label: t(`geofence.kind.${one}`) }))}
        value={kind}
        onChange={(next) => fences.change({ type: 'kind', kind: next })}
      />
      <OutlineFields draft={draft} onChange={(change) => fences.change(change)} />
      <OutlineState draft={draft} />
      {problem === undefined ? null : (
        <p className="ground-panel__fault" role="alert">
          <StatusMark severity="warning" size="1em" />
          <span>{problem}</span>
        </p>
      )}
      <div className="fence-editor__foot">
        <TextButton onPress={undo} isDisabled={draft.before.length === 0}>
          {t('fence.undo')}
        </TextButton>
        <TextButton onPress={close}>{t('edit.cancel')}</TextButton>
        <TextButton type="submit" main isDisabled={fault !== undefined || !isNamed}>
          {t('fence.keep')}
        </TextButton>
      </div>
    </form>
  );
}

/** How large it is, or why it cannot be kept: said as it is drawn. */
function OutlineState({ draft: { outline } }: { draft: FenceDraft }) {
  const { t } = useTranslation();
  const format = useFormat();
  const fault = outlineFault(outline);
  const geometry = geometryOf(outline);
  const isBegun = outline.shape === 'polygon' ? outline.corners.length > 0 : outline.center !== null;
  return (
    <output className="fence-editor__state" data-fault={fault ?? ''} data-testid="fence-state">
      {fault === undefined && geometry !== undefined ? (
        <>
          <StatusMark severity="normal" size="1em" />
          {t('fence.area', { area: areaText(geometryArea(geometry), format) })}
        </>
      ) : fault === undefined ? null : (
        <>
          <StatusMark severity={isBegun ? 'notice' : 'unknown'} size="1em" />
          {t(`fence.fault.${fault}`)}
        </>
      )}
    </output>
  );
}
