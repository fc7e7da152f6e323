/** What a page says to its watchdog. */
export type ToWatchdog =
  /** The canvas over the page, transferred; it is drawn on when the page cannot. */
  | { type: 'canvas'; canvas: OffscreenCanvas }
  | { type: 'look'; look: CoverLook }
  /** The page has had an animation frame: it lives, and what it draws is seen. */
  | { type: 'beat'; width: number; height: number; pixelRatio: number }
  /** Nobody sees the page: that it draws nothing means nothing. */
  | { type: 'hidden' };

/** What the cover says, and in which language. */
export interface CoverLook {
  /** With `{{time}}` where the time is to stand. */
  readonly notLive: string;
  readonly remedy: string;
  /** For the time: a BCP 47 language tag. */
  readonly locale: string;
}

/** The page in CSS pixels, and how many device pixels each has. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}
