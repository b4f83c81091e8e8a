/** Lesson texts as rendered, by entry id, cut where the questions stand. */
export const keptTexts = new Map<string, string[]>();
export const questionsHere = '<!--questions-->';
