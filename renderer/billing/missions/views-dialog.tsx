import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissionTableView, MissionView } from '../../../shared/contract/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { useMissionViews } from './use-mission-views.ts';

interface ViewsDialogProps {
  views: ReturnType<typeof useMissionViews>;
  /** What the table shows now. */
  present: MissionTableView;
  onAll: () => void;
  onClose: () => void;
}

/** The saved views: open one, keep what is shown now, rename, choose the default, remove. */
export function ViewsDialog({ views, present, onAll, onClose }: ViewsDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);
  const [renaming, setRenaming] = useState<{ id: string; name: string } | null>(null);

  async function save(view: MissionView): Promise<boolean> {
    const result = await views.save(view);
    setFault(result === 'saved' ? undefined : t(`views.fault.${result}`));
    return result === 'saved';
  }
  async function saveNew(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (name.trim() === '') return setFault(t('views.fault.no-name'));
    if (await save({ ...present, id: crypto.randomUUID(), name: name.trim() })) onClose();
  }
  async function rename(event: FormEvent, view: MissionView): Promise<void> {
    event.preventDefault();
    const next = renaming?.name.trim() ?? '';
    if (next === '') return setFault(t('views.fault.no-name'));
    if (await save({ ...view, name: next })) setRenaming(null);
  }

  return (
    <Sheet
      testId="views-dialog"
      title={t('views.title')}
      isOpen
      onClose={onClose}
      foot={<TextButton onPress={onClose}>{t('edit.close')}</TextButton>}
    >
      <form className="views__new" onSubmit={(event) => void saveNew(event)} noValidate>
        <TextField
          field="view-name"
          label={t('views.save-as')}
          value={name}
          onChange={setName}
          error={renaming === null ? fault : undefined}
        />
        <TextButton type="submit" main>
          {t('views.save')}
        </TextButton>
      </form>
      {views.removed === null ? null : (
        <p className="views__removed">
          <output>{t('views.removed', { name: views.removed.name })}</output>
          <TextButton quiet onPress={() => void views.undoRemove()}>
            {t('notice.undo')}
          </TextButton>
        </p>
      )}
      <ul className="views__list" aria-label={t('views.title')}>
        <li className="views__line">
          <TextButton
            quiet
            onPress={() => {
              onAll();
              onClose();
            }}
          >
            {t('views.all')}
          </TextButton>
        </li>
        {views.views.map((view) => (
          <li key={view.id} className="views__line" data-view={view.name}>
            {renaming?.id === view.id ? (
              <form className="views__new" onSubmit={(event) => void rename(event, view)} noValidate>
                <TextField
                  field="view-rename"
                  label={t('views.rename-to')}
                  value={renaming.name}
                  onChange={(next) => setRenaming({ id: view.id, name: next })}
                  error={fault}
                />
                <TextButton type="submit">{t('edit.save')}</TextButton>
                <TextButton quiet onPress={() => setRenaming(null)}>
                  {t('edit.cancel')}
                </TextButton>
              </form>
            ) : (
              <>
                <TextButton
                  quiet
                  aria-current={views.openedId === view.id ? 'true' : 'false'}
                  onPress={() => {
                    views.open(view);
                    onClose();
                  }}
                >
                  {view.name}
                  {views.defaultId === view.id ? <span className="views__default">{t('views.is-default')}</span> : null}
                </TextButton>
                <span className="views__deeds">
                  <TextButton
                    quiet
                    aria-label={t('views.of', { what: t('views.rename'), name: view.name })}
                    onPress={() => setRenaming({ id: view.id, name: view.name })}
                  >
                    {t('views.rename')}
                  </TextButton>
                  <TextButton
                    quiet
                    aria-label={t('views.of', { what: t('views.replace'), name: view.name })}
                    onPress={() => void save({ ...view, ...present })}
                  >
                    {t('views.replace')}
                  </TextButton>
                  <TextButton
                    quiet
                    aria-label={t('views.of', {
                      what: t(views.defaultId === view.id ? 'views.no-default' : 'views.default'),
                      name: view.name,
                    })}
                    onPress={() => void views.setDefault(views.defaultId === view.id ? null : view.id)}
                  >
                    {t(views.defaultId === view.id ? 'views.no-default' : 'views.default')}
                  </TextButton>
                  <TextButton
                    quiet
                    aria-label={t('views.of', { what: t('edit.remove'), name: view.name })}
                    onPress={() => void views.remove(view)}
                  >
                    {t('edit.remove')}
                  </TextButton>
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
