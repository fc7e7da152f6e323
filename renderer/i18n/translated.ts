/** A language's texts for the same keys. It may have forms of plurals that English has not (`_many` in French). */
export type Translated<English extends Readonly<Record<string, string>>> = Readonly<Record<keyof English, string>> &
  Readonly<Record<`${string}_many`, string>>;
