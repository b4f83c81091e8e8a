import { createHash } from 'node:crypto';
import { ofKind, type Fact } from '../../domain/fact.ts';
import { followUpStudyId } from '../../domain/law-change.ts';
import { chunks, type FigureTables, type FigureTransaction } from './tables.ts';

/** Takes in which lessons and follow-up studies people completed, and what those rested on. The same fact again changes nothing. */
export async function foldCompletions(trx: FigureTransaction, facts: readonly Fact[]): Promise<void> {
  const bases = new Map<string, FigureTables['bases']>();
  const studied = [
    ...ofKind(facts, 'lesson.completed').map((fact) => ({ fact, studyId: fact.body.lessonId })),
    ...ofKind(facts, 'follow-up.completed').map((fact) => ({ fact, studyId: followUpStudyId(fact.body.changeId) })),
  ];
  const completions = studied.map(({ fact: { subjectId, id, at, body }, studyId }): FigureTables['completions'] => {
    const cites = body.cites.join(' ');
    const basis = bases.get(cites) ?? { basis_id: createHash('sha256').update(cites).digest('hex').slice(0, 16), cites };
    bases.set(cites, basis);
    return { member_id: subjectId, basis_id: basis.basis_id, fact_id: id, lesson_id: studyId, at };
  });
  const followUps = ofKind(facts, 'follow-up.completed').map(({ subjectId, id, at, body }): FigureTables['follow_ups'] => ({ member_id: subjectId, change_id: body.changeId, fact_id: id, at }));
  for (const rows of chunks([...bases.values()])) await trx.insertInto('bases').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
  for (const rows of chunks(completions)) await trx.insertInto('completions').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
  for (const rows of chunks(followUps)) await trx.insertInto('follow_ups').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
  for (const table of ['completions', 'follow_ups'] as const) await dropVoidedFrom(trx, table, facts);
}

/** What other facts voided (most of them sign-ins) is not here: looked for many at a time, removed one by one. */
export async function dropVoidedFrom(trx: FigureTransaction, table: 'completions' | 'follow_ups' | 'short_answers', facts: readonly Fact[]): Promise<void> {
  const voided = new Set<string>();
  for (const part of chunks(ofKind(facts, 'fact.voided'))) {
    for (const fact of part) voided.add(`${fact.subjectId}\n${fact.body.factId}`);
    const rows = await trx.selectFrom(table).select(['member_id', 'fact_id'])
      .where('member_id', 'in', part.map((fact) => fact.subjectId)).where('fact_id', 'in', part.map((fact) => fact.body.factId)).execute();
    for (const { member_id, fact_id } of rows) {
      if (voided.has(`${member_id}\n${fact_id}`)) await trx.deleteFrom(table).where('member_id', '=', member_id).where('fact_id', '=', fact_id).execute();
    }
  }
}
