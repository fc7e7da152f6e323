import type { ExportProgress, SheetForm } from '../../shared/contract/index.ts';
import type { Language } from '../i18n/index.ts';
import type { AskedExport, ExportSubject } from './subjects.ts';

/** What a person chose of how it is to be written. */
export interface Choices {
  subject: string;
  sheet: SheetForm['format'];
  separator: SheetForm['separator'];
  recording: 'csv' | 'geojson';
  document: 'pdf' | 'factur-x' | 'ubl';
  language: Language;
  /** Of a document, where a person chose one; null: that agreed with whoever it is for, else `language`. */
  documentLanguage: Language | null;
  from: string;
  to: string;
  foreign: 'refuse' | 'leave-out';
}

/** The last fiscal year that is over, as most have it: from January to December. */
export function firstChoices(subject: string, language: Language, nowMs: number): Choices {
  const year = new Date(nowMs).getFullYear() - 1;
  return {
    ...{ subject, sheet: 'xlsx', recording: 'csv', document: 'pdf', language, documentLanguage: null },
    foreign: 'refuse',
    separator: language === 'fr' ? 'semicolon' : 'comma',
    ...{ from: `${year}-01-01`, to: `${year}-12-31` },
  };
}

/** In which language something is written, as the dialog shows it. */
export function languageOf(subject: ExportSubject, { language, documentLanguage }: Choices): Language {
  if (subject.kind === 'sheet' || subject.kind === 'fec' || subject.kind === 'recording') return language;
  return documentLanguage ?? subject.language ?? language;
}

export function requestOf(subject: ExportSubject, choices: Choices, timeZone: string): AskedExport {
  const language = languageOf(subject, choices);
  switch (subject.kind) {
    case 'sheet': {
      const sheet: SheetForm = { format: choices.sheet, separator: choices.separator, language, timeZone };
      return { ...subject.rows, sheet };
    }
    case 'invoice':
      return { what: 'invoice', id: subject.id, format: choices.document, language };
    case 'statement':
      return { what: 'statement', id: subject.id, language };
    case 'incident':
      return { what: 'incident', id: subject.id, language };
    case 'recording': {
      const { fromMs, toMs } = subject;
      return { what: 'recording', format: choices.recording, stretch: null, fromMs, toMs };
    }
    case 'fec':
      return { what: 'fec', from: choices.from, to: choices.to, foreign: choices.foreign };
  }
}

/** Which field of the dialog is at fault, where one is. */
export function periodFault({ from, to }: Choices): 'from' | 'to' | null {
  if (from === '') return 'from';
  return to === '' || to < from ? 'to' : null;
}

/** How far it is, 0 to 1; null: nobody knows. */
export function shareDone({ rows, totalRows }: ExportProgress): number | null {
  return totalRows === null || totalRows === 0 ? null : Math.min(1, rows / totalRows);
}
