// What `import 'electron'` finds in a vitest run. The npm package would try to download a browser engine instead.
throw new Error(
  "This code imports 'electron', which exists only inside Electron. Test what needs it in tests/e2e/electron, " +
    "pass it in as an argument, or replace it with vi.mock('electron', factory).",
);
