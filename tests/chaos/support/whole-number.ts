/** A number of the command line. @throws Error that names the option and says what it takes */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${option} is ${text}: give a whole number from ${least} to ${most}.`);
}
