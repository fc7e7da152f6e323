import path from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';

/** The oldest Chromium and Node that the built files run on: those of Electron 33, on which they are also tested. */
const BROWSER = 'chrome130';
const NODE = 'node20';

/** One program to build: its name and how vite makes it. */
export interface Target {
  name: string;
  config: InlineConfig;
}

/** All programs that go into dist/, for the checkout at `root`. */
export function targets(root: string): Target[] {
  return [
    { name: 'the windows', config: renderer(root) },
    { name: 'the shell', config: nodeProgram(root, 'electron/main.ts', 'main.js') },
    { name: 'the data host', config: nodeProgram(root, 'electron/data/process.ts', 'data.js') },
    { name: 'the keeper of the cache', config: nodeProgram(root, 'electron/data/store/keeper.ts', 'keeper.js') },
    {
      name: 'the index of missions',
      config: nodeProgram(root, 'electron/data/store/mission-index/index-worker.ts', 'mission-index.js'),
    },
    {
      name: 'the importer of map data',
      config: nodeProgram(root, 'electron/data/ground/import/importer.ts', 'importer.js'),
    },
    {
      name: 'the threads of recordings',
      config: nodeProgram(root, 'electron/data/recording/recording-worker.ts', 'recording.js'),
    },
    { name: 'the preload', config: preload(root) },
  ];
}

/** The pages. Nothing is inlined, since the pages' policy is `script-src 'self'`; paths are relative, for app:// and http://. */
function renderer(root: string): InlineConfig {
  const folder = path.join(root, 'renderer');
  return {
    ...common(root),
    root: folder,
    base: './',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: path.join(root, 'dist/renderer'),
      emptyOutDir: true,
      target: BROWSER,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 5_000,
      rolldownOptions: { input: [path.join(folder, 'console.html'), path.join(folder, 'wall.html')] },
    },
  };
}

/** A Node program in one file, dependencies included, but for Electron itself and the native module. */
function nodeProgram(root: string, entry: string, file: string): InlineConfig {
  const external = ['electron', 'better-sqlite3'];
  return {
    ...common(root),
    ssr: { noExternal: true, external },
    build: {
      ...nodeBuild(root, entry),
      rolldownOptions: { external, output: { format: 'es', entryFileNames: file, codeSplitting: false } },
    },
  };
}

/** The preload runs in Chromium's sandbox, which loads CommonJS only and knows no module but electron. */
function preload(root: string): InlineConfig {
  return {
    ...common(root),
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ...nodeBuild(root, 'electron/preload/index.ts'),
      target: BROWSER,
      rolldownOptions: {
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
      },
    },
  };
}

function nodeBuild(root: string, entry: string) {
  return {
    ssr: path.join(root, entry),
    outDir: path.join(root, 'dist/electron'),
    emptyOutDir: false,
    target: NODE,
    minify: false,
  };
}

function common(root: string): InlineConfig {
  return {
    root,
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    cacheDir: path.join(root, 'node_modules/.vite'),
  };
}
