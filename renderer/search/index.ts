export type { Command } from './commands.ts';
export { createRecentChoices, type RecentChoices } from './recent-choices.ts';
export { SearchDialog } from './search-dialog.tsx';
