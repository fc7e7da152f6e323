export const USAGE = `Vigie, the service of the back office.

  node backend/cli.ts serve [options]         answer requests until stopped
  node backend/cli.ts migrate up              bring the database up to date
  node backend/cli.ts migrate down [COUNT]    take the newest migrations back (1 by default)
  node backend/cli.ts migrate status          say which migrations are applied
  node backend/cli.ts epoch renew             make every client read everything anew, after files were restored
  node backend/cli.ts openapi [--out FILE]    write the description of the interface (OpenAPI 3.1)
  node backend/cli.ts token [--subject NAME] [--role ROLE]...
                                              print a token of the development sign-in

Options
  --data DIR      where the service keeps its database and keys (default .vigie/backend)
  --port N        port to listen on (serve; default 4680, 0 takes any free one)
  --host ADDRESS  address to listen on (serve; default 127.0.0.1)
  --feed SOURCE   where positions come from: a .csv or .csv.gz file, a GTFS-realtime .pb file or URL, or "simulator"
  --no-feed       none: positions come through POST /api/v2/positions
  --speed N       how much faster than real time a recorded file plays
  --loop          a recorded file starts again at its end
  --vehicles N    vehicles of the simulator (default 500)
  --seed N        number that the simulator and the demonstration follow from
  --tombstone-days N
                  how long deletions are remembered (default 180): a desktop that has not heard of one by then
                  reads everything anew, and keeps what it has not sent
  --history-minutes N
                  how much of each vehicle's way is kept in memory (default 60, 0 keeps none): 2 kB a vehicle

Environment
  DATABASE_URL    a PostgreSQL server, as postgres://user:password@host/database; without it the service keeps
                  a database of its own in the data folder. A server that holds data gets no simulated positions
                  unless --feed simulator asks for them
  VIGIE_LOG_LEVEL trace, debug, info (default), warn, error

serve prints one JSON object a line: progress, ready (with url and token), moving, failed. Its log goes to standard error.
`;
