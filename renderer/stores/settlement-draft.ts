import type { OutboxEntry } from '../../shared/contract/index.ts';
import type { FieldValue } from '../../shared/domain/index.ts';

/** Which value a field is to have. */
export type Side = 'mine' | 'theirs' | 'hand';

/** What a person has decided of one field. */
export interface Choice {
  /** Null: nothing yet. */
  readonly side: Side | null;
  /** The value that was entered by hand. */
  readonly hand: FieldValue;
  /** What was typed by hand and is no value. */
  readonly typed: string | undefined;
}
export type Choices = Readonly<Record<string, Choice>>;

/** The decisions of a person about one entry, which outlive its detail: whoever closes it and comes back goes on. */
export interface SettlementDraft {
  /** As it was when they were made. */
  readonly entry: OutboxEntry;
  readonly choices: Choices;
  /** Names of rows that were chosen by hand, by id. */
  readonly names: Readonly<Record<string, string>>;
  /** The row changed once more since the person began. */
  readonly isStale: boolean;
}
