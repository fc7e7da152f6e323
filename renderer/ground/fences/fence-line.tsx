import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GeofenceRow } from '../../../shared/contract/index.ts';
import { geometryArea, geometryBox } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { errorSentence } from '../../i18n/error-sentence.ts';
import { refusalSentence, useFormat } from '../../i18n/index.ts';
import { useClient, useMayEdit } from '../../stores/services.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { WithUnsent } from '../../ui/unsent-mark.tsx';
import { useGroundStore } from '../ground-context.tsx';
import { areaText } from './area-text.ts';
import { draftOf } from './fence-draft.ts';

/** One geofence: what it is, how many vehicles are in it, and what can be done with it. */
export function FenceLine({ row, inside }: { row: GeofenceRow; inside: number | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const mayEdit = useMayEdit();
  const { fences, maps } = useGroundStore();
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { id, name, kind, geometry, unsent } = row;

  async function remove(): Promise<void> {
    try {
      const result = await client.request('edits.remove', { entity: 'geofence', id });
      setProblem(result.result === 'refused' ? refusalSentence(t, result.reason) : undefined);
    } catch (error) {
      const { sentence, remedy } = errorSentence(t, error instanceof RpcError ? error.code : 'internal');
      setProblem(`${sentence} ${remedy}`);
    }
  }

  return (
    <li className="ground-list__line fence-line" data-fence={id}>
      <span className="fence-line__text">
        <span className="ground-radio__name">
          <WithUnsent state={unsent}>{name}</WithUnsent>
        </span>
        <span className="ground-radio__detail">
          {t(`geofence.kind.${kind}`)} · {areaText(geometryArea(geometry), format)}
          {inside === undefined ? null : <> · {t('fence.inside', { count: inside })}</>}
        </span>
        {problem === undefined ? null : <span className="ground-radio__detail">{problem}</span>}
      </span>
      <span className="ground-list__actions">
        <IconButton
          icon="target"
          name={t('ground.layers.go', { name })}
          onPress={() => maps.show([...geometryBox(geometry)])}
        />
        {mayEdit ? (
          <>
            <IconButton
              icon="edit"
              name={t('fence.change', { name })}
              onPress={() => {
                maps.show([...geometryBox(geometry)]);
                fences.draw(draftOf(row), row);
              }}
            />
            <IconButton icon="remove" name={t('ground.layers.remove', { name })} onPress={() => setAsking(true)} />
          </>
        ) : null}
      </span>
      <Confirm
        title={t('fence.remove-question', { name })}
        detail={t('fence.remove-detail')}
        confirm={t('ground.layers.remove-confirm')}
        isOpen={isAsking}
        onConfirm={() => void remove()}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}
