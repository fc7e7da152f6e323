import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUES } from '../../../../renderer/i18n/catalogue.ts';
import { createI18n } from '../../../../renderer/i18n/create-i18n.ts';
import { LANGUAGES, LOCALES, type Language, resolveLanguage } from '../../../../renderer/i18n/language.ts';

const renderer = path.resolve(import.meta.dirname, '../../../../renderer');
const PLURAL = /_(zero|one|two|few|many|other)$/;
const base = (key: string) => key.replace(PLURAL, '');
const keysOf = (language: Language) => Object.keys(CATALOGUES[language]);
const basesOf = (language: Language) => [...new Set(keysOf(language).map(base))].sort();

/** The code of the windows, without the texts themselves. */
const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/^i18n[/\\](en|fr)[/\\]/.test(file))
  .map((file) => readFileSync(path.join(renderer, file), 'utf8'));
const code = sources.join('\n');

describe('the texts', () => {
  it('have the same keys in each language', () => {
    expect(basesOf('fr')).toEqual(basesOf('en'));
  });

  it('have the forms of plurals that the language needs, and no other', () => {
    for (const language of LANGUAGES) {
      const forms = new Intl.PluralRules(LOCALES[language]).resolvedOptions().pluralCategories.toSorted();
      const plurals = [
        ...new Set(
          keysOf(language)
            .filter((key) => PLURAL.test(key))
            .map(base),
        ),
      ];
      expect(plurals.length).toBeGreaterThan(0);
      for (const key of plurals) {
        const found = keysOf(language).filter((other) => base(other) === key && PLURAL.test(other));
        expect(found.map((other) => other.slice(key.length + 1)).toSorted(), `${language} ${key}`).toEqual(forms);
      }
    }
  });

  it('have the same placeholders in each language', () => {
    const placeholders = (text: string) => [...text.matchAll(/\{\{.*?\}\}/g)].map(([found]) => found).toSorted();
    for (const [key, text] of Object.entries(CATALOGUES.fr)) {
      const english = CATALOGUES.en[key] ?? CATALOGUES.en[`${base(key)}_other`];
      expect(placeholders(text), key).toEqual(placeholders(english ?? ''));
    }
  });

  it('say something, without a space too many, and French apostrophes are typographic', () => {
    for (const language of LANGUAGES) {
      for (const [key, text] of Object.entries(CATALOGUES[language])) {
        expect(text.trim(), `${language} ${key}`).toBe(text);
        expect(text, `${language} ${key}`).not.toMatch(/ {2}|'/);
        expect(text, `${language} ${key}`).not.toBe('');
      }
    }
  });

  it('are all used: by name, or by a name that is put together in the code', () => {
    const patterns = [...code.matchAll(/\bt\(\s*`([^`]+)`/g)].map(([, template = '']) => {
      const escaped = template.replaceAll(/\$\{[^}]+\}|[.*+?^$()|[\]\\]/g, (part) =>
        part.startsWith('${') ? '.+' : `\\${part}`,
      );
      return new RegExp(`^${escaped}$`);
    });
    const isUsed = (key: string) => code.includes(`'${key}'`) || patterns.some((pattern) => pattern.test(key));
    expect(basesOf('en').filter((key) => !isUsed(key))).toEqual([]);
  });

  it('are there for every name that the code uses', () => {
    const used = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key);
    expect(used.length).toBeGreaterThan(100);
    const known = new Set(basesOf('en'));
    expect(used.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('a language on screen', () => {
  it('fills in numbers as the language writes them, and chooses the plural', () => {
    const french = createI18n('fr').t;
    expect(french('vehicle.count', { count: 1 })).toBe('1 véhicule');
    expect(french('vehicle.count', { count: 0 })).toBe('0 véhicule');
    expect(french('vehicle.count', { count: 12_345 })).toBe('12\u202f345 véhicules');
    expect(french('vehicle.count', { count: 2_000_000 })).toBe('2\u202f000\u202f000 véhicules');
    expect(createI18n('en').t('vehicle.count', { count: 12_345 })).toBe('12,345 vehicles');
  });

  it('sets the spaces of French punctuation so that they do not break', () => {
    const french = createI18n('fr').t;
    expect(french('status.overall.lost')).toBe('La liaison est perdue\u00a0: ce que vous voyez est ancien.');
    for (const key of Object.keys(CATALOGUES.fr)) {
      expect(french(key as 'status.title', {} as never), key).not.toMatch(/ [:;?!»]|« /);
    }
  });

  it('does not take a name for markup', () => {
    const t = createI18n('en').t;
    expect(t('outbox.scope', { name: 'A & <b>' })).toBe('Only: A & <b>');
  });
});

describe('the language of a window', () => {
  it('is the chosen one', () => {
    expect(resolveLanguage('fr', ['en-GB'])).toBe('fr');
  });
  it('is else the first of the machine’s that the product speaks', () => {
    expect(resolveLanguage('system', ['de-DE', 'fr-CA', 'en'])).toBe('fr');
    expect(resolveLanguage('system', ['en-US', 'fr'])).toBe('en');
  });
  it('is else English', () => {
    expect(resolveLanguage('system', ['de', 'pl'])).toBe('en');
    expect(resolveLanguage('system', [])).toBe('en');
  });
});
