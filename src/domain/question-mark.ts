import { hasOptions, type Branch, type Part, type Question } from './question.ts';

/**
 * Everything about a question that decides whether an answer on record is right, as one text: options, gaps, pairs, steps, points, the tree, the
 * passages, in their order, since answers are recorded by it. Two questions with the same text mark every answer alike. The stem,
 * explanation, cites, reasons, topic, difficulty, how much a part is worth, who marks, and the question's state are not in it: they may be improved at any time.
 */
export function decidingText(question: Question): string {
  return JSON.stringify(decidingParts(question));
}

function decidingParts(question: Question | Part): unknown[] {
  const { type } = question;
  if (hasOptions(question)) return question.type === 'true-false' ? [type, question.answer] : [type, question.options.map(({ id, text, right }) => [id, text, right])];
  switch (question.type) {
    case 'blank': return [type, question.blanks.map((blank) => (blank.kind === 'text' ? blank.answers : [blank.value, blank.unit, blank.tolerance]))];
    case 'match': return [type, question.pairs.map(({ left, right }) => [left, right]), question.extra];
    case 'order': return [type, question.steps];
    case 'short': return [type, question.points, question.needed, question.must];
    case 'classify': return [type, question.tree.map(idsOf), question.answer];
    case 'find-fault': return [type, question.passages.map(({ text, fault }) => [text, Boolean(fault)])];
    case 'case': return [type, question.parts.map(decidingParts)];
  }
}

function idsOf({ id, children }: Branch): unknown {
  return children ? [id, children.map(idsOf)] : id;
}
