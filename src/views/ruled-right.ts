import type { ReviewView } from './question.ts';

/** The review of an answer that a ruling made right: what was answered is right, and nothing else is asked for. */
export function ruledRight(review: ReviewView): ReviewView {
  switch (review.kind) {
    case 'options': return { kind: 'options', options: review.options.map((option) => ({ ...option, right: option.chosen, why: null })) };
    case 'lines': return { kind: 'lines', lines: review.lines.map((line) => ({ ...line, verdict: '正确', ok: true, why: null })) };
    case 'case': return { ...review, parts: review.parts.map((part) => ({ ...part, ok: true, review: ruledRight(part.review) })) };
    case 'short': return review;
  }
}
