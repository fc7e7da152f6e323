import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LikeRow } from '../../../shared/contract/index.ts';
import { type FieldValues, tidyField } from '../../../shared/domain/index.ts';
import { useClient, useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { valueOf } from '../editing/form-state.ts';
import type { EditForm } from '../editing/use-edit-form.ts';

/** What tells two third parties apart or not. */
const TELLING = [
  'name',
  'contactInfo.siren',
  'contactInfo.siret',
  'contactInfo.vatNumber',
  'contactInfo.email',
] as const;
/** After the last key, ms. */
const WAIT_MS = 250;
const MOST = 3;

interface LikeHintProps {
  form: EditForm;
  exceptId: string | null;
  /** One of them is to be shown instead. */
  onShow: () => void;
}

/** Names those that are like what is being entered, while it is entered: not made twice, nothing has to be merged. */
export function LikeHint({ form, exceptId, onShow }: LikeHintProps) {
  const { t } = useTranslation();
  const { clock, selection } = useServices();
  const client = useClient();
  const [answer, setAnswer] = useState<{ asked: string; rows: readonly LikeRow[] }>({ asked: '', rows: [] });
  const asked = JSON.stringify(tellingFields(form));
  const isTouched = TELLING.some((field) => Object.hasOwn(form.state.mine, field));
  useEffect(() => {
    const fields = JSON.parse(asked) as FieldValues;
    if (!isTouched || Object.keys(fields).length === 0) return undefined;
    const controller = new AbortController();
    const stop = clock.after(WAIT_MS, () => {
      client.request('thirdParties.like', { fields: { ...fields }, exceptId, limit: MOST }, controller).then(
        (found) => setAnswer({ asked, rows: found.rows }),
        // A hint that does not come keeps nobody from going on.
        () => setAnswer({ asked, rows: [] }),
      );
    });
    return () => {
      stop();
      controller.abort();
    };
  }, [asked, isTouched, exceptId, client, clock]);

  // What was found stays until the next is: it does not blink with each key.
  const rows = isTouched && asked !== '{}' ? answer.rows : [];
  return (
    // Always there, so that what comes into it is read out.
    <output data-testid="like-hint" data-count={rows.length}>
      {rows.length === 0 ? null : (
        <div className="party-like">
          <p className="party-like__title">
            <StatusMark severity="warning" />
            {t('party.like.title', { count: rows.length })}
          </p>
          <ul>
            {rows.map(({ id, name, contactInfo, reasons }) => (
              <li key={id}>
                <span>{name}</span>
                <span className="party-like__why">
                  {[contactInfo.city, ...reasons.map((reason) => t(`party.reason.${reason}`))]
                    .filter((part) => part !== undefined && part !== '')
                    .join(' · ')}
                </span>
                <TextButton
                  quiet
                  aria-label={`${t('party.like.open')}: ${name}`}
                  onPress={() => {
                    selection.select({ panel: 'third-parties', id });
                    onShow();
                  }}
                >
                  {t('party.like.open')}
                </TextButton>
              </li>
            ))}
          </ul>
        </div>
      )}
    </output>
  );
}

function tellingFields({ state }: EditForm): FieldValues {
  const entries = TELLING.map((field) => [field, tidyField('third-party', field, valueOf(state, field))] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== ''));
}
