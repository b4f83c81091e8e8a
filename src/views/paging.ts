/** One page of a list: `wanted` is 1-based, anything that is no page becomes the nearest one. */
export function pageOf<T>(all: readonly T[], wanted: number, perPage: number): { items: T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  const page = Math.min(Math.max(1, Math.trunc(wanted) || 1), pages);
  return { items: all.slice((page - 1) * perPage, page * perPage), page, pages };
}
