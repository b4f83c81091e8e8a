import { register } from '../../domain/attendance.ts';
import { linesOfFact, linesOfSession, gradeOf, type CountedLine } from '../../domain/counted.ts';
import { ofKind, type Fact } from '../../domain/fact.ts';
import type { Question } from '../../domain/question.ts';
import { foldSession } from '../../domain/study-session.ts';
import { chunks, type FigureTables, type FigureTransaction } from './tables.ts';
import { foldCompletions } from './completions.ts';
import { Deltas } from './deltas.ts';
import { foldShortAnswers } from './short-answers.ts';

export type EvidenceRow = FigureTables['evidence'];
type Questions = ReadonlyMap<string, Question>;
/** All facts of a session, its own and those that happened in it, as they stand now. */
export type SessionFacts = (sessionId: string) => Promise<readonly Fact[]>;

/**
 * Takes facts into the figures. Facts may come in any portions, those of one subject in their order; the same fact again changes
 * nothing. A session is worked out anew from all its facts whenever one of them arrives.
 */
export async function foldFacts(trx: FigureTransaction, facts: readonly Fact[], questions: Questions, sessionFacts: SessionFacts): Promise<void> {
  const deltas = new Deltas();
  const voided = new Set(facts.flatMap((fact) => (fact.kind === 'fact.voided' && !fact.contextId ? [keyOf(fact.subjectId, fact.body.factId)] : [])));
  const fresh = facts.flatMap(linesOfFact).map((line) => rowOf(line, '', questions)).filter((row) => !voided.has(keyOf(row.subject_id, row.fact_id)));
  await addRows(trx, fresh, questions, deltas);
  await dropVoided(trx, facts, questions, deltas);
  for (const sessionId of await sessionsToFold(trx, facts)) await foldWholeSession(trx, sessionId, await sessionFacts(sessionId), questions, deltas);
  await foldCompletions(trx, facts);
  await foldShortAnswers(trx, facts, questions);
  await moveHeads(trx, facts);
  await noteSeals(trx, facts);
  await deltas.write(trx);
}

/** Those that have just been closed, and those that count already. Whatever else happens in a session is seen when it is closed. */
async function sessionsToFold(trx: FigureTransaction, facts: readonly Fact[]): Promise<Set<string>> {
  const touched = new Set(facts.flatMap((fact) => fact.contextId ?? (fact.kind.startsWith('session.') ? fact.subjectId : [])));
  const sessions = new Set(ofKind(facts, 'session.closed').map((fact) => fact.subjectId));
  for (const ids of chunks([...touched].filter((id) => !sessions.has(id)))) {
    const counted = await trx.selectFrom('evidence').select('session_id').distinct().where('session_id', 'in', ids).where('session_id', '<>', '').execute();
    for (const row of counted) sessions.add(row.session_id);
  }
  return sessions;
}

async function foldWholeSession(trx: FigureTransaction, sessionId: string, facts: readonly Fact[], questions: Questions, deltas: Deltas): Promise<void> {
  const session = foldSession(facts.filter((fact) => fact.subjectId === sessionId));
  const wanted = session?.closedAt ? linesOfSession({ session, register: register(session, facts), facts }).map((line) => rowOf(line, sessionId, questions)) : [];
  const present = await trx.selectFrom('evidence').selectAll().where('session_id', '=', sessionId).where('session_id', '<>', '').execute();
  const wantedKeys = new Set(wanted.map(rowKey));
  const presentKeys = new Set(present.map(rowKey));
  deltas.addSession(present, -1);
  deltas.addSession(wanted, 1);
  await removeRows(trx, present.filter((row) => !wantedKeys.has(rowKey(row))), questions, deltas);
  await addRows(trx, wanted.filter((row) => !presentKeys.has(rowKey(row))), questions, deltas);
}

/** A person's own facts that were voided count no more. */
async function dropVoided(trx: FigureTransaction, facts: readonly Fact[], questions: Questions, deltas: Deltas): Promise<void> {
  for (const fact of facts) {
    if (fact.kind !== 'fact.voided' || fact.contextId) continue;
    const rows = await trx.selectFrom('evidence').selectAll().where('member_id', '=', fact.subjectId).where('fact_id', '=', fact.body.factId).where('session_id', '=', '').execute();
    await removeRows(trx, rows, questions, deltas);
  }
}

async function addRows(trx: FigureTransaction, rows: readonly EvidenceRow[], questions: Questions, deltas: Deltas): Promise<void> {
  for (const part of chunks(rows)) {
    const added = await trx.insertInto('evidence').values(part).onConflict((conflict) => conflict.doNothing()).returningAll().execute();
    for (const row of added) deltas.add(row, topicOf(row, questions), 1);
  }
}

async function removeRows(trx: FigureTransaction, rows: readonly EvidenceRow[], questions: Questions, deltas: Deltas): Promise<void> {
  for (const row of rows) {
    await trx.deleteFrom('evidence').where('unit_id', '=', row.unit_id).where('measure', '=', row.measure).where('date', '=', row.date)
      .where('subject_id', '=', row.subject_id).where('fact_id', '=', row.fact_id).where('member_id', '=', row.member_id).execute();
    deltas.add(row, topicOf(row, questions), -1);
  }
}

async function moveHeads(trx: FigureTransaction, facts: readonly Fact[]): Promise<void> {
  const last = new Map(facts.map((fact) => [fact.subjectId, fact]));
  for (const part of chunks([...last.values()])) {
    await trx.insertInto('heads').values(part.map((fact) => ({ subject_id: fact.subjectId, unit_id: fact.unitId, seq: fact.seq, hash: fact.hash, sealed: 0 })))
      .onConflict((conflict) => conflict.column('subject_id').doUpdateSet((eb) => ({ unit_id: eb.ref('excluded.unit_id'), seq: eb.ref('excluded.seq'), hash: eb.ref('excluded.hash') }))
        .whereRef('heads.seq', '<', 'excluded.seq')).execute();
  }
}

/** What a seal names is sealed up to there, whether its facts have come by or not. */
async function noteSeals(trx: FigureTransaction, facts: readonly Fact[]): Promise<void> {
  const sealed = new Map<string, FigureTables['heads']>();
  for (const fact of ofKind(facts, 'records.sealed')) {
    for (const [subjectId, seq, hash] of fact.body.heads) {
      if (seq > (sealed.get(subjectId)?.sealed ?? 0)) sealed.set(subjectId, { subject_id: subjectId, unit_id: fact.unitId, seq: 0, hash, sealed: seq });
    }
  }
  for (const rows of chunks([...sealed.values()])) {
    await trx.insertInto('heads').values(rows).onConflict((conflict) => conflict.column('subject_id')
      .doUpdateSet((eb) => ({ sealed: eb.ref('excluded.sealed') })).whereRef('heads.sealed', '<', 'excluded.sealed')).execute();
  }
}

/** What people wrote in their own words stays in their record: it is not counted by. */
function rowOf(line: CountedLine, sessionId: string, questions: Questions): EvidenceRow {
  const isOwnWords = questions.get(line.questionId ?? '')?.type === 'short';
  const grade = gradeOf(line, questions);
  return {
    unit_id: line.unitId, measure: line.measure, member_id: line.memberId ?? '', date: line.date, at: line.fact.at, subject_id: line.fact.subjectId, fact_id: line.fact.id,
    session_id: sessionId, question_id: line.questionId ?? '', chosen: line.chosen.length > 0 && !isOwnWords ? JSON.stringify(line.chosen) : '', grade: grade === null ? null : Number(grade),
  };
}

function topicOf(row: Pick<EvidenceRow, 'question_id'>, questions: Questions): string {
  return questions.get(row.question_id)?.topic ?? '';
}

function rowKey(row: EvidenceRow): string {
  return [row.unit_id, row.measure, row.subject_id, row.fact_id, row.member_id, row.date].join('\n');
}

function keyOf(subjectId: string, factId: string): string {
  return `${subjectId}\n${factId}`;
}
