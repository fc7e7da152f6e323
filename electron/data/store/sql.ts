/** `?, ?, ?` */
export function placeholders(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}

/** An INSERT of a whole row, by its columns in order, which takes the place of the row that has its key already, where the condition (`WHERE …`) holds. */
export function upsertSql(table: string, key: string, columns: readonly string[], condition = ''): string {
  const others = columns.filter((column) => column !== key).map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${placeholders(columns.length)})
    ON CONFLICT (${key}) DO UPDATE SET ${others.join(', ')} ${condition}`;
}
