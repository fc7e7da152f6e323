/** What the data host logs to: pino's own shape, so that a pino logger fits as it is. Never given a token. */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object | string, message?: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
