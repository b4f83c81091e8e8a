import { z } from 'zod';
import { citationSchema, lawVersionSchema } from './law.ts';
import { memberSchema } from './member.ts';
import { occasionSchema } from './occasion.ts';
import { rulings } from './ruling.ts';
import { scopeSchema, sittingPurposes } from './sitting-scope.ts';
import { sealSchema } from './seal.ts';
import { unitSchema } from './unit.ts';

const hashText = z.string().regex(/^[0-9a-f]{64}$/);
const recordedAnswer = z.array(z.string().max(1100)).min(1).max(60).describe('the answer as domain/response.ts records it; whether it is right is always worked out anew');
/** Ids of members, units, sessions and sittings: stores use them as keys and file names. */
export const idPattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
const idText = z.string().regex(idPattern);
const versionText = z.string().regex(/^[a-z][a-z0-9-]*@\d{4}$/);

/** What a fact of each kind says beside who, when and where. */
const bodies = {
  'member.enrolled': memberSchema.pick({ unitId: true, post: true, rank: true, roles: true }),
  'member.changed': memberSchema.pick({ unitId: true, post: true, rank: true, roles: true }),
  'unit.founded': unitSchema.pick({ name: true, kind: true, parentId: true, order: true }),
  'unit.renamed': unitSchema.pick({ name: true }),
  'unit.closed': z.strictObject({
    reason: z.string().min(2).max(200),
    intoUnitId: z.string().nullable().describe('the section that took the people over; null when the unit was closed without one'),
  }),
  'unit.lent': z.strictObject({ trainerId: z.string().describe('who may hold sessions there and below from now on') }),
  'unit.lending-ended': z.strictObject({ trainerId: z.string() }),
  'question.answered': z.strictObject({
    lessonId: z.string(),
    questionId: z.string(),
    attempt: z.int().min(1).describe('1 = first try'),
    chosen: recordedAnswer,
    cites: z.array(citationSchema).describe('what the question rests on, with the version its lesson teaches'),
  }),
  'answer.marked': z.strictObject({
    questionId: z.string(), attempt: z.int().min(1).describe('which short answer, held against its points by whoever wrote it or by a trainer (the actor)'),
    sittingId: idText.optional().describe('the sitting in which it was written; absent for one written in a lesson'),
    points: z.array(z.string()).max(8).describe('numbers of the points found in it'),
    note: z.string().min(2).max(300).optional().describe('what the trainer says to it'),
  }),
  'practice.begun': z.strictObject({
    sittingId: idText, purpose: z.enum(sittingPurposes), scope: scopeSchema,
    questionIds: z.array(z.string()).min(1).max(50).describe('as drawn, in the order in which they are asked'),
  }),
  'question.practised': z.strictObject({
    sittingId: idText, questionId: z.string(), attempt: z.int().min(1).describe('1 = this person’s first answer to the question anywhere'),
    chosen: recordedAnswer, cites: z.array(citationSchema).describe('what the question rests on, with the version its lesson teaches'),
    sure: z.boolean().nullable().describe('what the person said of it when answering; null: nothing'),
    seconds: z.int().min(0).max(3600).nullable().describe('from the form to the answer; null: not known'),
  }),
  'review.arranged': z.strictObject({
    minutes: z.int().min(5).max(120).describe('minutes of review a week, at most'),
    pausedFrom: z.iso.date().nullable(), pausedTo: z.iso.date().nullable().describe('last day of the pause; null: no pause'),
  }),
  'question.disputed': z.strictObject({
    questionId: z.string(), chosen: z.array(z.string().max(1100)).max(60).describe('the answer it is about; empty: the question as such'),
    reason: z.string().min(5).max(500).describe('why, in the words of whoever disputes'),
  }),
  'dispute.ruled': z.strictObject({
    disputeId: z.string().describe('id of the fact that disputed'), questionId: z.string(),
    ruling: z.enum(rulings), chosen: z.array(z.string().max(1100)).max(60).describe('also-right: what counts as right too, as domain/answer-part.ts tells parts apart; else empty'),
    part: z.int().min(1).max(60).optional().describe('also-right: the part of the answer it is about, 1-based; without it the answer as a whole'),
    madeWith: z.string().optional().describe('id of the ruling on another dispute of the question that settles this one as well; that one is carried out'),
    retired: z.boolean().describe('the question is not asked any more'),
    reason: z.string().min(5).max(800), cites: z.array(citationSchema).min(1).describe('articles the ruling rests on, with their version'),
  }),
  'ruling.carried-out': z.strictObject({ rulingId: z.string(), people: z.int().min(0).describe('whose marks it changed') }),
  'answer.regraded': z.strictObject({
    questionId: z.string(), rulingId: z.string().describe('id of the ruling'),
    answerIds: z.array(z.string()).min(1).describe('ids of the answers whose mark it changed'),
    now: z.enum(['right', 'void']).describe('right: they count as right; void: they decide nothing any more'),
  }),
  'lesson.completed': z.strictObject({
    lessonId: z.string(),
    courseId: z.string(),
    cites: z.array(citationSchema).describe('what the lesson taught as law in force, with the version it teaches'),
  }),
  'session.scheduled': occasionSchema,
  'session.opened': z.strictObject({
    roster: z.array(z.strictObject({ memberId: z.string(), unitId: z.string() })).min(1).describe('who is due to attend and the section they belonged to then'),
  }),
  'session.signed-in': z.strictObject({
    method: z.enum(['code', 'by-hand']),
    reason: z.string().min(2).max(100).optional().describe('why the trainer marked it by hand'),
  }),
  'session.closed': z.strictObject({ note: z.string().max(2000).describe('points discussed, as they will stand in the minutes') }),
  'session.cancelled': z.strictObject({ reason: z.string().min(2).max(200) }),
  'law.version-announced': lawVersionSchema.pick({ version: true, adopted: true, effective: true, articles: true }).extend({ lawId: z.string() }),
  'law.text-imported': z.strictObject({
    importId: z.string(), lawId: z.string(), version: lawVersionSchema.shape.version, articles: z.int().positive(),
    textHash: hashText.describe('blob with the text as a tree, JSON'),
    files: z.array(z.strictObject({ name: z.string(), hash: hashText })).min(1).describe('blobs with the files as they came'),
    source: z.string().max(200).describe('where the files are from, as the importer said'),
    warnings: z.array(z.string()).describe('what the importer noticed'),
  }),
  'law.change-confirmed': z.strictObject({
    changeId: z.string().describe('law and version that came: petition-work-regulations-2022'),
    from: versionText.describe('law@version that no longer holds'), to: versionText, effective: z.iso.date().describe('first day of the new text'),
    articles: z.array(z.string()).min(1).describe('articles of the old text that were changed or dropped'),
    questionIds: z.array(z.string()).min(1).describe('asked in the follow-up study; a question that rests on the old text is confirmed by standing here, and stays live'),
  }),
  'follow-up.answered': z.strictObject({ changeId: z.string(), questionId: z.string(), attempt: z.int().min(1), chosen: z.array(z.string()).min(1), cites: z.array(citationSchema) }),
  'follow-up.completed': z.strictObject({ changeId: z.string(), cites: z.array(citationSchema).describe('what the follow-up rests on: articles of the new text') }),
  'records.sealed': sealSchema,
  'fact.voided': z.strictObject({ factId: z.string().describe('id of an earlier fact of the same subject'), reason: z.string().min(2).max(200) }),
} as const;

export type FactKind = keyof typeof bodies;
export const factKinds = Object.keys(bodies) as FactKind[];
export type FactBody<K extends FactKind> = z.infer<(typeof bodies)[K]>;

/** A fact before it is recorded. */
export interface NewFact<K extends FactKind = FactKind> {
  /** Unique among the facts of its subject and said by its content, so that a repeated act is the same fact. */
  id: string;
  kind: K;
  /** ISO instant, server clock. */
  at: string;
  /** Who did it: a member, or `system`. */
  actorId: string;
  /** Whose record it belongs to: a member, a study session, or a unit. */
  subjectId: string;
  /** The study session in which it happened, else null. */
  contextId: string | null;
  /** The unit where it happened; it stays there when the person moves on. */
  unitId: string;
  body: FactBody<K>;
}

/** A recorded fact: `seq` counts the facts of its subject from 1, the hashes chain them. */
export type Fact<K extends FactKind = FactKind> = K extends FactKind
  ? Omit<NewFact<K>, 'body'> & { kind: K; body: FactBody<K>; seq: number; prev: string; hash: string }
  : never;

const envelope = {
  id: z.string().min(1).max(160).regex(/^[a-z0-9/-]+$/), at: z.iso.datetime(),
  actorId: idText, subjectId: idText, contextId: idText.nullable(), unitId: idText,
};

/** Built once: zod compiles a schema when it is first used, which costs more than using it. */
const wholes = new Map(factKinds.map((kind) => [kind, z.strictObject({ ...envelope, kind: z.literal(kind), body: bodies[kind] })]));

/** Refuses (throws ZodError) anything that is not a whole, known fact. Run before every append. */
export function parseNewFact(value: unknown): NewFact {
  const kind = (value as { kind?: FactKind }).kind;
  const whole = kind && wholes.get(kind);
  if (!whole) throw new TypeError(`unknown kind of fact: ${String(kind)}`);
  return whole.parse(value) as NewFact;
}

/** Facts that still stand: without the voided ones and the voidings themselves. A fact may be voided before it arrives here. */
export function standing(facts: readonly Fact[]): Fact[] {
  const voided = new Set(facts.flatMap((fact) => (fact.kind === 'fact.voided' ? [`${fact.subjectId}\n${fact.body.factId}`] : [])));
  return facts.filter((fact) => fact.kind !== 'fact.voided' && !voided.has(`${fact.subjectId}\n${fact.id}`));
}

export function ofKind<K extends FactKind>(facts: readonly Fact[], kind: K): Fact<K>[] {
  return facts.filter((fact) => fact.kind === kind) as Fact<K>[];
}
