import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The top folders that hold code. */
export const codeFolders = ['shared', 'electron', 'renderer', 'backend', 'build', 'tests'];

const CODE = /\.(?:ts|tsx|mts|mjs)$/;

/** All code files under the given folders of `root`, as paths with "/" relative to it, sorted. Absent folders are empty. */
export function codeFiles(root: string, folders: readonly string[]): string[] {
  const files = folders.flatMap((folder) => listFolder(path.join(root, folder)).map((name) => `${folder}/${name}`));
  return files.filter((file) => CODE.test(file) && !file.includes('/results/')).sort();
}

function listFolder(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) =>
      path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
