/** A lesson's title in book marks; those inside it become single ones. */
export function bookTitle(title: string): string {
  return `《${title.replaceAll('《', '〈').replaceAll('》', '〉')}》`;
}
