import path from 'node:path';
import { z } from 'zod';
import { isLoopback } from './server-address.ts';

/** `"offline"`, `{"archive": "/srv/maps/city.pmtiles"}` or `{"style": "https://tiles.example.com/style.json"}`. */
export const baseMapSetting = z.union([
  z.literal('offline'),
  z.strictObject({ archive: z.string().min(1) }),
  z.strictObject({ style: z.string().min(1) }),
]);

/** Reference layers that IT names: GeoJSON, or a zip of GTFS tables. */
export const mapLayers = z
  .array(z.strictObject({ name: z.string().trim().min(1).max(100), file: z.string().min(1) }))
  .max(20);

export type BaseMapChoice = { kind: 'offline' } | { kind: 'archive'; file: string } | { kind: 'style'; url: string };

/** What the data host is told of the ground: electron/data/process.ts checks it on arrival. */
export interface GroundSettings {
  baseMap: {
    /** Null: a person chooses in the console. */
    choice: BaseMapChoice | null;
    chosenBy: 'config' | 'policy' | null;
    onlineOrigins: string[];
  };
  layers: { name: string; file: string }[];
}

interface Source {
  /** As it is named in sentences. */
  name: string;
  baseMap?: z.infer<typeof baseMapSetting> | undefined;
  mapLayers?: z.infer<typeof mapLayers> | undefined;
  allowOnlineMaps?: string[] | undefined;
}

/**
 * The settings of the ground in force: a base map of the policy file, else of config.json; the layers of both.
 * @param problems gets one sentence for each bad value, with its place and the remedy
 */
export function readGroundSettings(policy: Source, config: Source, problems: string[]): GroundSettings {
  const onlineOrigins = (policy.allowOnlineMaps ?? []).flatMap((text, index) => {
    const origin = readOrigin(text);
    if (origin === undefined) {
      problems.push(
        `allowOnlineMaps.${index} in ${policy.name} is '${text}': write where maps may come from, like https://tiles.example.com.`,
      );
    }
    return origin === undefined ? [] : [origin];
  });
  const choices = [policy, config].map((source) => readChoice(source, onlineOrigins, problems));
  const chosenBy = (['policy', 'config'] as const).find((_, index) => choices[index] !== undefined) ?? null;
  return {
    baseMap: { choice: choices.find((choice) => choice !== undefined) ?? null, chosenBy, onlineOrigins },
    layers: [policy, config].flatMap((source) => readLayers(source, problems)),
  };
}

function readChoice(source: Source, origins: readonly string[], problems: string[]): BaseMapChoice | undefined {
  const { name, baseMap } = source;
  if (baseMap === undefined) return undefined;
  if (baseMap === 'offline') return { kind: 'offline' };
  if ('archive' in baseMap) {
    checkPath(`baseMap.archive in ${name}`, baseMap.archive, 'city.pmtiles', problems);
    return { kind: 'archive', file: baseMap.archive };
  }
  const { style } = baseMap;
  if (!URL.canParse(style) || !origins.includes(new URL(style).origin)) {
    problems.push(
      `baseMap.style in ${name} is '${style}': online maps come only from where allowOnlineMaps in the policy file allows, name its origin there.`,
    );
  }
  return { kind: 'style', url: style };
}

function readLayers({ name, mapLayers: layers = [] }: Source, problems: string[]): GroundSettings['layers'] {
  layers.forEach(({ file }, index) => checkPath(`mapLayers.${index}.file in ${name}`, file, 'network.zip', problems));
  return layers;
}

/** A program's working folder is whatever started it: a path that begins there leads anywhere. */
function checkPath(place: string, file: string, example: string, problems: string[]): void {
  if (path.isAbsolute(file)) return;
  const full = process.platform === 'win32' ? `D:\\\\maps\\\\${example}` : `/srv/maps/${example}`;
  problems.push(`${place} is '${file}': write its whole path, like ${full}.`);
}

/** `https://host[:port]` and nothing more; plain http on this computer alone. */
function readOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return isSafe && text.replace(/\/$/, '').toLowerCase() === url.origin ? url.origin : undefined;
}
