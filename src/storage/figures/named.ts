import { sql, type RawBuilder } from 'kysely';

/** Whether the people `p` have this in their name or 工号, signs as they are written; everyone when it is empty. */
export function isNamed(search: string): RawBuilder<boolean> {
  if (!search) return sql<boolean>`true`;
  const part = `%${search.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql<boolean>`(lower(p.name) like ${part} escape '\\' or lower(p.staff_no) like ${part} escape '\\')`;
}
