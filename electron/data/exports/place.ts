/** Where an export goes. */
export interface ExportPlace {
  /** The whole path. */
  file: string;
  /** In a browser: where it can be had. Called once the file is there. */
  href?: () => string;
}

/** Asks a person, or takes a place of its own. @returns null: the person gave up */
export type ChoosePlace = (suggestedName: string, signal: AbortSignal) => Promise<ExportPlace | null>;
