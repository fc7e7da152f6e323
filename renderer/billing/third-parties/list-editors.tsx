import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { listText, readListText } from '../../../shared/domain/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { valueOf } from '../editing/form-state.ts';
import type { EditForm } from '../editing/use-edit-form.ts';
import { useField } from '../editing/use-field.ts';
import { Section } from './contact-sections.tsx';

type Item = Record<string, unknown>;

interface Member {
  key: string;
  label: string;
  isWide?: boolean;
  isLines?: boolean;
}

/** The persons of a third party whom one speaks to. */
export function PersonList({ form }: { form: EditForm }) {
  const { t } = useTranslation();
  return (
    <ListEditor
      form={form}
      field="contactInfo.persons"
      title={t('party.section.persons')}
      add={t('party.person.add')}
      numbered={(number) => t('party.person.number', { number })}
      removed={(name) => t('party.person.remove', { name })}
      members={[
        { key: 'name', label: t('party.person.name') },
        { key: 'role', label: t('party.person.role') },
        { key: 'email', label: t('party.person.email') },
        { key: 'phone', label: t('party.person.phone') },
      ]}
    />
  );
}

/** Addresses other than the one of its head office. */
export function AddressList({ form }: { form: EditForm }) {
  const { t } = useTranslation();
  return (
    <ListEditor
      form={form}
      field="contactInfo.addresses"
      title={t('party.section.addresses')}
      add={t('party.place.add')}
      numbered={(number) => t('party.place.number', { number })}
      removed={(name) => t('party.place.remove', { name })}
      members={[
        { key: 'label', label: t('party.place.label'), isWide: true },
        { key: 'address', label: t('party.field.address'), isWide: true, isLines: true },
        { key: 'postalCode', label: t('edit.field.postal-code') },
        { key: 'city', label: t('edit.field.city') },
        { key: 'country', label: t('party.field.country'), isWide: true },
      ]}
    />
  );
}

interface ListEditorProps {
  form: EditForm;
  field: string;
  title: string;
  add: string;
  numbered: (number: number) => string;
  removed: (name: string) => string;
  members: readonly Member[];
}

/** A list whose items have a few texts each. Members of an item that Vigie does not know stay in it. */
function ListEditor({ form, field, title, add, numbered, removed, members }: ListEditorProps) {
  const { t } = useTranslation();
  const { error, note } = useField(form)(field, title);
  const list = useRef<HTMLDivElement>(null);
  const value = valueOf(form.state, field);
  const items = itemsOf(value);
  // They have no name of their own: where they stand tells them apart.
  const numberedItems = (items ?? []).map((item, index) => ({ item, index }));
  const enter = (next: readonly Item[]) => form.enter(field, listText(next));
  // The focus goes to what was added, or to what stands where something was removed.
  const focusItem = (index: number) =>
    requestAnimationFrame(() => {
      const all = list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [];
      const target = all[Math.min(index, all.length - 1)] ?? list.current;
      target?.querySelector<HTMLElement>('input, button')?.focus();
    });
  return (
    <Section title={title}>
      <div ref={list} className="party-section party-section--bare" data-field={field}>
        {items === undefined ? <p>{t('party.list-unreadable', { text: String(value) })}</p> : null}
        {numberedItems.map(({ item, index }) => (
          <fieldset key={index} className="party-item" aria-label={numbered(index + 1)} data-item={index}>
            {members.map(({ key, label, isWide, isLines }) => {
              const one = { field: `${field}.${index}.${key}`, label, value: textOf(item[key]) };
              const onChange = (text: string) => enter(items?.with(index, { ...item, [key]: text }) ?? []);
              return (
                <div key={key} className={isWide === true ? 'party-item__wide' : undefined}>
                  {isLines === true ? (
                    <TextArea {...one} onChange={onChange} />
                  ) : (
                    <TextField {...one} onChange={onChange} />
                  )}
                </div>
              );
            })}
            <div className="party-item__foot">
              <TextButton
                quiet
                onPress={() => {
                  enter((items ?? []).filter((_, other) => other !== index));
                  focusItem(index);
                }}
              >
                {removed(textOf(item['name'] ?? item['label']) || numbered(index + 1))}
              </TextButton>
            </div>
          </fieldset>
        ))}
        {error === undefined ? null : (
          <p className="field__error" role="alert">
            {error}
          </p>
        )}
        {note === undefined ? null : (
          <p className="field__note">
            <span className="field__note-text">{note.text}</span>
            {note.actions.map(({ label, onPress }) => (
              <TextButton key={label} onPress={onPress}>
                {label}
              </TextButton>
            ))}
          </p>
        )}
        {items === undefined ? null : (
          <div>
            <TextButton
              onPress={() => {
                enter([...items, { [members[0]?.key ?? 'name']: '' }]);
                focusItem(items.length);
              }}
            >
              {add}
            </TextButton>
          </div>
        )}
      </div>
    </Section>
  );
}

/** Undefined: it is no list of such items. */
function itemsOf(value: unknown): Item[] | undefined {
  if (value === null || value === '') return [];
  const list = typeof value === 'string' ? readListText(value) : undefined;
  const isList = Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null);
  return isList ? (list as Item[]) : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
