/** Pages of a PDF as Chromium writes it: page objects stand uncompressed. */
export function pagesInPdf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
