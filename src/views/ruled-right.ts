import type { ReviewView } from './question.ts';

const whole: ReadonlySet<number | null> = new Set([null]);

/** The review of an answer with what rulings made right in it: there it is right, and nothing else is asked for. `parts`: which, 1-based; null among them: all of it. */
export function ruledRight(review: ReviewView, parts: ReadonlySet<number | null>): ReviewView {
  if (parts.size === 0) return review;
  const isRuled = (index: number) => parts.has(null) || parts.has(index + 1);
  switch (review.kind) {
    case 'options': return parts.has(null) ? { kind: 'options', options: review.options.map((option) => ({ ...option, right: option.chosen, why: null })) } : review;
    case 'lines': return { kind: 'lines', lines: review.lines.map((line, index) => (isRuled(index) ? { ...line, verdict: line.given === null ? '标不标都算对' : '正确', ok: true, why: null } : line)) };
    case 'case': return { ...review, parts: review.parts.map((part, index) => (isRuled(index) ? { ...part, ok: true, review: ruledRight(part.review, whole) } : part)) };
    case 'short': return review;
  }
}
