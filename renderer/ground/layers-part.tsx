import { useTranslation } from 'react-i18next';
import { FileTrigger } from 'react-aria-components';
import { TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { useGroundView } from './ground-context.tsx';
import { LayerLine } from './layer-line.tsx';
import { type ImportState, useImport } from './use-import.ts';

const NO_LAYERS = [] as const;
const ACCEPTED = ['.geojson', '.json', '.zip', 'application/geo+json', 'application/json', 'application/zip'];

/** The reference layers of this workstation: to be seen or not, named, removed, and more of them brought. */
export function LayersPart() {
  const { t } = useTranslation();
  const layers = useGroundView(({ ground }) => ground?.layers ?? NO_LAYERS);
  const { now, start } = useImport();
  return (
    <section className="ground-part" aria-labelledby="ground-layers">
      <h3 id="ground-layers" className="ground-panel__heading">
        {t('ground.part.layers')}
      </h3>
      {layers.length === 0 ? (
        <p className="ground-panel__note">{t('ground.layers.none')}</p>
      ) : (
        <ul className="ground-list">
          {layers.map((layer) => (
            <LayerLine key={layer.id} layer={layer} />
          ))}
        </ul>
      )}
      <FileTrigger
        acceptedFileTypes={ACCEPTED}
        onSelect={(files) => {
          const file = files?.[0];
          if (file !== undefined) start(file);
        }}
      >
        <TextButton isDisabled={now.state === 'running'}>{t('ground.layers.import')}</TextButton>
      </FileTrigger>
      <ImportNews now={now} />
    </section>
  );
}

function ImportNews({ now }: { now: ImportState }) {
  const { t } = useTranslation();
  return (
    <output className="ground-import" data-testid="ground-import">
      {now.state === 'running' ? (
        <span className="ground-panel__note">
          {t('ground.layers.reading', { name: now.fileName })}{' '}
          {now.share < 1 ? t('ground.layers.sent', { percent: Math.floor(now.share * 100) }) : null}
        </span>
      ) : now.state === 'failed' ? (
        <span className="ground-panel__fault">
          <StatusMark severity="notice" size="1em" />
          <span>{now.sentence}</span>
        </span>
      ) : null}
    </output>
  );
}
