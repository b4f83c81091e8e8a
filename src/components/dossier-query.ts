import type { DossierQuery } from '../views/dossier.ts';

/** `?year=2026&show=lessons&page=2`. */
export function dossierQuery({ searchParams }: URL): DossierQuery {
  return { year: searchParams.get('year'), filter: searchParams.get('show'), page: Number(searchParams.get('page') ?? 1) };
}
