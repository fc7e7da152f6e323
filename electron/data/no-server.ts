/** What is said where no server is set. */
export const NO_SERVER = {
  code: 'server-unreachable',
  message: 'No Vigie server is set: start Vigie with --server https://vigie.example.com, or set VIGIE_SERVER_URL.',
} as const;
