/** stands: the key is right; also-right: the disputed answer is right too; withdrawn: the question is unsound, answers to it decide nothing. */
export const rulings = ['stands', 'also-right', 'withdrawn'] as const;
export type RulingKind = (typeof rulings)[number];
