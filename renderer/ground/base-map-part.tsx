import { useTranslation } from 'react-i18next';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { BaseMapState } from '../../shared/contract/index.ts';
import { useClient } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { useGroundView } from './ground-context.tsx';
import { baseMapFault, fileName } from './ground-fault.ts';
import { OnlineStyleForm } from './online-style-form.tsx';
import { Problem, useRequest } from './use-request.tsx';

/** Which base map is shown: the one that is always there, an archive, or one from the network where that is allowed. */
export function BaseMapPart({ baseMap }: { baseMap: BaseMapState }) {
  const { t } = useTranslation();
  const client = useClient();
  const fault = baseMapFault(
    useGroundView((view) => view),
    t,
  );
  const { choice, chosenBy, lastArchive, onlineOrigins, canPick } = baseMap;
  const isSet = chosenBy === 'policy' || chosenBy === 'config';
  const archive = choice.kind === 'archive' ? choice.file : lastArchive;
  const { problem, run } = useRequest();
  const choose = (kind: string) => {
    if (kind === 'offline') run(client.request('ground.chooseBaseMap', { kind }));
    else if (kind === 'archive' && lastArchive !== null)
      run(client.request('ground.chooseBaseMap', { kind: 'last-archive' }));
    else if (kind === 'archive') run(client.request('ground.pickArchive', {}));
  };
  return (
    <RadioGroup className="ground-choice" value={choice.kind} onChange={choose} isDisabled={isSet}>
      <Label className="ground-panel__heading">{t('ground.part.base-map')}</Label>
      {isSet ? <p className="ground-panel__note">{t(`ground.base-map.set-${chosenBy}`)}</p> : null}
      <Radio value="offline" className="ground-radio">
        <Mark />
        <span>
          <span className="ground-radio__name">{t('ground.base-map.offline')}</span>
          <span className="ground-radio__detail">{t('ground.base-map.offline-detail')}</span>
        </span>
      </Radio>
      <Radio value="archive" className="ground-radio" isDisabled={isSet || (archive === null && !canPick)}>
        <Mark />
        <span>
          <span className="ground-radio__name">{t('ground.base-map.archive')}</span>
          <span className="ground-radio__detail">
            {archive === null ? t('ground.base-map.archive-none') : fileName(archive)}
            {baseMap.archive === null ? null : (
              <> · {t('ground.base-map.zooms', { from: baseMap.archive.minZoom, to: baseMap.archive.maxZoom })}</>
            )}
          </span>
        </span>
      </Radio>
      {isSet ? null : canPick ? (
        <div className="ground-radio__action">
          <TextButton onPress={() => run(client.request('ground.pickArchive', {}))}>
            {t('ground.base-map.pick')}
          </TextButton>
        </div>
      ) : (
        <p className="ground-radio__action ground-panel__note">{t('ground.base-map.pick-elsewhere')}</p>
      )}
      {onlineOrigins.length === 0 && choice.kind !== 'style' ? null : (
        <OnlineStyleForm baseMap={baseMap} isDisabled={isSet} mark={<Mark />} />
      )}
      <Problem text={problem} />
      {fault === undefined ? null : (
        <p className="ground-panel__fault">
          <StatusMark severity="notice" size="1em" />
          <span>
            {fault} {t('ground.fault.instead')}
          </span>
        </p>
      )}
    </RadioGroup>
  );
}

function Mark() {
  return <span className="ground-radio__mark" aria-hidden="true" />;
}
