import { z } from 'zod';

const room = z.strictObject({
  /** Rooms it may import, by name; "x/*" is every room under x, "*" is all. Its own files are always allowed. */
  imports: z.array(z.string()),
  /** npm packages it may import; "*" is all. */
  packages: z.array(z.string()),
  /** May it import Node's own modules? */
  node: z.boolean().default(false),
});

const layersSchema = z.strictObject({
  $comment: z.string().optional(),
  /** A folder or a file each; a file belongs to the room with the longest name that leads to it. */
  rooms: z.record(z.string(), room),
  /** Each folder in `under` but the `except` ones is a feature: others see its index.ts only. */
  features: z.strictObject({ under: z.string(), except: z.array(z.string()) }),
  /** Packages that no code imports: commands, types, platforms. "@x/*" is every package of a scope. */
  commands: z.array(z.string()),
  /** Lines a file may have: more than `report` is printed, more than `fail` is a violation. */
  lines: z.strictObject({ report: z.int(), fail: z.int() }),
});

/** build/layers.json: who may import what. */
export type Layers = z.infer<typeof layersSchema>;

/** Reads the text of build/layers.json. Throws an error that names the field that is wrong. */
export function parseLayers(json: string): Layers {
  const result = layersSchema.safeParse(JSON.parse(json));
  if (!result.success) throw new Error(`build/layers.json: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** The room of a path, or undefined where it is in none. */
export function roomOf(path: string, layers: Layers): string | undefined {
  const names = Object.keys(layers.rooms).filter((name) => path === name || path.startsWith(`${name}/`));
  return names.toSorted((a, b) => b.length - a.length)[0];
}

/** Does a list of names ("a", "x/*", "*") allow this name? */
export function allows(list: readonly string[], name: string): boolean {
  return list.some(
    (entry) => entry === name || entry === '*' || (entry.endsWith('/*') && name.startsWith(entry.slice(0, -1))),
  );
}

/** The feature folder that a path is in, "renderer/billing", or undefined. */
export function featureOf(path: string, { features }: Layers): string | undefined {
  if (!path.startsWith(`${features.under}/`)) return undefined;
  const [folder, ...rest] = path.slice(features.under.length + 1).split('/');
  if (folder === undefined || rest.length === 0 || features.except.includes(folder)) return undefined;
  return `${features.under}/${folder}`;
}
