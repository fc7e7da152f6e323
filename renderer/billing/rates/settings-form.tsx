import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../../shared/api/index.ts';
import {
  type BillingSettings,
  billingSettings,
  DEFAULT_TIME_ZONE,
  FRENCH_LEGAL_NOTES,
  rateFault,
} from '../../../shared/domain/index.ts';
import { useClient, useServices, useSession } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { BooksPart } from '../cycle/books-part.tsx';
import { FormTrouble, RestoredNote } from './form-notes.tsx';
import { SpecField } from './spec-field.tsx';
import type { FieldKind, FieldSpec } from './spec-form.ts';
import { useSpecForm } from './use-spec-form.ts';
import { VatPart } from './vat-part.tsx';
import { useBooks } from '../use-books.ts';

const ENTITIES: readonly SyncEntity[] = [];

const FIELDS = [
  ['seller.name', 'required', 'seller-name'],
  ['seller.legalForm', 'text', 'legal-form'],
  ['seller.register', 'text', 'register'],
  ['seller.siren', 'text', 'siren'],
  ['seller.siret', 'text', 'siret'],
  ['seller.vatNumber', 'text', 'vat-number'],
  ['seller.addressLines', 'lines', 'address'],
  ['seller.postalCode', 'text', 'postal-code'],
  ['seller.city', 'text', 'city'],
  ['seller.country', 'required', 'country'],
  ['seller.email', 'text', 'email'],
  ['seller.phone', 'text', 'phone'],
  ['invoicePrefix', 'required', 'invoice-prefix'],
  ['creditNotePrefix', 'required', 'credit-note-prefix'],
  ['timeZone', 'required', 'time-zone'],
  ['paymentDays', 'days', 'payment-days'],
  ['payment.iban', 'text', 'iban'],
  ['payment.bic', 'text', 'bic'],
  ['payment.terms', 'required', 'terms'],
  ['legalNotes', 'lines', 'legal-notes'],
] as const satisfies readonly (readonly [string, FieldKind, string])[];

const SPECS: readonly FieldSpec[] = [
  ...FIELDS.map(([path, kind]) => ({ path, kind })),
  { path: 'defaultVat.basisPoints', kind: 'percent' },
  { path: 'defaultVat.exemption', kind: 'text' },
];
const WIDE: ReadonlySet<string> = new Set(['seller.name', 'seller.addressLines', 'payment.terms', 'legalNotes']);

const AT_FIRST: BillingSettings = {
  seller: { name: '', addressLines: [], country: 'FR' },
  ...{ timeZone: DEFAULT_TIME_ZONE, invoicePrefix: 'FA', creditNotePrefix: 'AV', paymentDays: 30 },
  defaultVat: { category: 'S', basisPoints: 1000 },
  payment: { terms: '' },
  legalNotes: [...FRENCH_LEGAL_NOTES],
};

/** Settings as they are entered: the rate that is charged where no card says another holds on that day. */
function enteredOn(day: string) {
  return billingSettings.superRefine(({ defaultVat }, context) => {
    const fault = rateFault(defaultVat, day, day);
    if (fault === undefined) return;
    context.addIssue({
      ...{ code: 'custom', path: ['defaultVat', 'basisPoints'], message: 'does not hold' },
      params: { fault: fault.state, day: fault.day },
    });
  });
}

/** Who the operator is and how it bills: to be read by all, to be changed by administrators. */
export function SettingsPart() {
  const { t } = useTranslation();
  const client = useClient();
  const mayChange = useSession(
    ({ session }) => session?.person?.roles?.includes('administrator') ?? session?.mode === 'token',
  );
  const [savedCount, setSavedCount] = useState(0);
  const read = useCallback((signal: AbortSignal) => client.request('books.settings', {}, { signal }), [client]);
  const handle = useBooks('billing-settings', read, ENTITIES);
  return (
    <div className="rates__part" data-testid="billing-settings">
      {mayChange ? null : <p className="told-note">{t('rates.settings.read-only')}</p>}
      <BooksPart handle={handle}>
        {({ settings }) => (
          <>
            {settings === null ? (
              <p className="told-note">
                <StatusMark severity="warning" />
                {t('cycle.obstacle.no-settings')}
              </p>
            ) : null}
            <SettingsForm
              key={savedCount}
              settings={settings ?? AT_FIRST}
              isSaved={savedCount > 0}
              mayChange={mayChange}
              onSaved={() => {
                setSavedCount((count) => count + 1);
                handle.retry();
              }}
            />
          </>
        )}
      </BooksPart>
    </div>
  );
}

function SettingsForm({
  settings,
  isSaved,
  mayChange,
  onSaved,
}: {
  settings: BillingSettings;
  isSaved: boolean;
  mayChange: boolean;
  onSaved: () => void;
}) {
  const { t } = useTranslation();
  const client = useClient();
  const { clock } = useServices();
  const today = new Date(clock.nowMs()).toISOString().slice(0, 10);
  const form = useSpecForm({
    ...{
      draftName: 'billing-settings',
      specs: SPECS,
      schema: useMemo(() => enteredOn(today), [today]),
      initial: settings,
    },
    save: (value) => client.request('books.writeSettings', { settings: value }),
    onSaved,
  });
  return (
    <form
      className="edit-form rates__settings"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
    >
      <RestoredNote form={form} />
      <FormTrouble failure={form.failure} refused={form.refusedWhole} />
      {FIELDS.map(([path, kind, name]) => (
        <SpecField
          key={path}
          form={form}
          path={path}
          kind={kind}
          label={t(`rates.field.${name}`)}
          hint={kind === 'lines' ? t('rates.hint.lines') : undefined}
          half={!WIDE.has(path)}
          isDisabled={!mayChange}
        />
      ))}
      <VatPart form={form} path="defaultVat" isDisabled={!mayChange} />
      {mayChange ? (
        <div className="cycle-page__actions">
          <TextButton main type="submit">
            {t(form.isSaving ? 'edit.saving' : 'edit.save')}
          </TextButton>
          {form.isEntered ? (
            <TextButton quiet onPress={() => form.discard()}>
              {t('edit.discard')}
            </TextButton>
          ) : null}
          <output>{isSaved && !form.isSaving ? t('rates.settings.saved') : ''}</output>
        </div>
      ) : null}
    </form>
  );
}
