import { UsageError } from './exit-code.ts';

/** Parsers of option values. Each throws a UsageError with one sentence that names the option. */

/** A whole number within bounds. */
export function whole(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new UsageError(`${name} is ${JSON.stringify(text)}: give a whole number from ${least} to ${most}.`);
  };
}

/** A number above 0. */
export function positive(name: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+(?:\.\d+)?$/.test(text) && value > 0) return value;
    throw new UsageError(`${name} is ${JSON.stringify(text)}: give a number above 0.`);
  };
}

/** The name of a file or folder. */
export function pathName(name: string): (text: string) => string {
  return (text) => {
    if (text !== '') return text;
    throw new UsageError(`${name} is empty: give the name of a file or folder.`);
  };
}

/** One of a closed list. */
export function oneOfWords<Word extends string>(name: string, words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((one) => one === text);
    if (word !== undefined) return word;
    throw new UsageError(`${name} ${JSON.stringify(text)} is not known: it is one of ${words.join(', ')}.`);
  };
}
