import type { Catalog } from '../domain/catalog.ts';
import { localDate, localTime } from '../domain/calendar.ts';
import { isCorrect } from '../domain/grading.ts';
import type { Fact } from '../domain/fact.ts';
import type { HeldSession } from '../domain/counted.ts';
import type { Member } from '../domain/member.ts';
import type { StudySession } from '../domain/study-session.ts';
import type { Unit } from '../domain/unit.ts';
import { bookTitle } from '../text/titles.ts';
import { factWords, meetingWords, roleWords, rulingWords, sittingWords, unitKindWords } from '../text/words.ts';
import { citedByLaw } from './citation-note.ts';
import { changeTitle } from './law-change.ts';
import { personName, sectionName } from './reading.ts';

/** One fact as a ledger line. */
export interface FactLine {
  factId: string;
  seq: number;
  hash: string;
  date: string;
  time: string;
  kind: string;
  what: string;
  /** A word for the outcome: 答对, 答错, 迟到…; empty when there is none. */
  result: string;
  good: boolean | null;
  /** Articles it rests on, gathered by law: 《信访工作条例》第22条第1款、第23条. */
  laws: string[];
  subject: string;
  actor: string;
  href: string | null;
  voided: boolean;
}

export interface LineSources { catalog: Catalog; members: ReadonlyMap<string, Member>; sessions: ReadonlyMap<string, StudySession>; lateFactIds: ReadonlySet<string>; voided: ReadonlySet<string>; units: readonly Unit[] }

/** Names, sessions and lateness that lines refer to. `voided`: `subjectId\nfactId` of facts that no longer stand. */
export function lineSources(catalog: Catalog, members: ReadonlyMap<string, Member>, held: readonly HeldSession[], voided: ReadonlySet<string>, units: readonly Unit[] = []): LineSources {
  return {
    catalog, members, voided, units, sessions: new Map(held.map((one) => [one.session.sessionId, one.session])),
    lateFactIds: new Set(held.flatMap((one) => one.register.filter((line) => line.state === 'late').map((line) => `${line.memberId}\n${line.factId}`))),
  };
}

export function factLine(fact: Fact, from: LineSources): FactLine {
  const { catalog, members } = from;
  const said = describe(fact, from);
  return {
    factId: fact.id, seq: fact.seq, hash: fact.hash, date: localDate(fact.at), time: localTime(fact.at), kind: factWords[fact.kind],
    laws: 'cites' in fact.body ? citedByLaw(fact.body.cites, catalog, localDate(fact.at)) : [],
    subject: members.has(fact.subjectId) ? personName(members, fact.subjectId).name : '', actor: personName(members, fact.actorId).name,
    voided: from.voided.has(`${fact.subjectId}\n${fact.id}`), result: '', good: null, href: null, ...said,
  };
}

/** The line with who did it, for what is done in an office's name. */
export function byWhom(line: FactLine): FactLine {
  return { ...line, what: `${line.what}（办理人：${line.actor}）` };
}

function describe(fact: Fact, { catalog, sessions, lateFactIds, members, units }: LineSources): Pick<FactLine, 'what'> & Partial<FactLine> {
  const lessonTitle = (lessonId: string) => bookTitle(catalog.lessons.get(lessonId)?.title ?? lessonId);
  const sessionTitle = (sessionId: string | null) => {
    const session = sessionId ? sessions.get(sessionId) : undefined;
    return session ? `${localDate(session.startsAt)} ${meetingWords[session.meetingKind]}会前学法${lessonTitle(session.lessonId)}` : '学法会';
  };
  switch (fact.kind) {
    case 'question.answered': {
      const question = catalog.questions.get(fact.body.questionId);
      const right = question && question.type !== 'short' ? isCorrect(question, fact.body.chosen) : null;
      const attempt = fact.body.attempt === 1 ? '首答' : `第 ${fact.body.attempt} 次`;
      return { what: question?.stem ?? fact.body.questionId, result: right === null ? (question ? `${attempt}，${question.type === 'short' && question.marking === 'trainer' ? '授课人评阅' : '自己对照要点'}` : '题目已移走') : `${attempt}${right ? '答对' : '答错'}`, good: right, href: `/courses/${fact.body.lessonId}#${fact.body.questionId}` };
    }
    case 'answer.marked':
      return { what: catalog.questions.get(fact.body.questionId)?.stem ?? fact.body.questionId, result: `写到 ${fact.body.points.length} 点${fact.body.note ? `，评语：${fact.body.note}` : ''}` };
    case 'practice.begun':
      return { what: `${sittingWords[fact.body.purpose]} ${fact.body.questionIds.length} 题`, href: `/practice/${fact.body.sittingId}` };
    case 'question.practised': {
      const question = catalog.questions.get(fact.body.questionId);
      const right = question && question.type !== 'short' ? isCorrect(question, fact.body.chosen) : null;
      return { what: question?.stem ?? fact.body.questionId, result: right === null ? '' : right ? '答对' : '答错', good: right, href: `/practice/${fact.body.sittingId}` };
    }
    case 'review.arranged':
      return { what: `每周复习最多 ${fact.body.minutes} 分钟${fact.body.pausedFrom ? `，${fact.body.pausedFrom} 至 ${fact.body.pausedTo} 暂停` : ''}` };
    case 'question.disputed':
      return { what: `${catalog.questions.get(fact.body.questionId)?.stem ?? fact.body.questionId}：${fact.body.reason}` };
    case 'dispute.ruled':
      return { what: `${catalog.questions.get(fact.body.questionId)?.stem ?? fact.body.questionId}：${fact.body.reason}`, result: rulingWords[fact.body.ruling] };
    case 'ruling.carried-out':
      return { what: `改判 ${fact.body.people} 人的作答` };
    case 'answer.regraded':
      return { what: catalog.questions.get(fact.body.questionId)?.stem ?? fact.body.questionId, result: fact.body.now === 'right' ? '申诉成立，改判答对' : '题目作废，不再计入', good: true };
    case 'lesson.completed':
      return { what: `学完${lessonTitle(fact.body.lessonId)}，检查题全部答对`, result: '完成', good: true, href: `/courses/${fact.body.lessonId}` };
    case 'session.signed-in': {
      const late = lateFactIds.has(`${fact.subjectId}\n${fact.id}`);
      const byHand = fact.body.method === 'by-hand' ? `（授课人登记：${fact.body.reason}）` : '';
      return { what: `${sessionTitle(fact.contextId)}${byHand}`, result: late ? '迟到' : '出席', good: !late, href: `/sessions/${fact.contextId}` };
    }
    case 'session.scheduled': case 'session.opened': case 'session.closed':
      return { what: sessionTitle(fact.subjectId), href: `/sessions/${fact.subjectId}` };
    case 'session.cancelled':
      return { what: `${sessionTitle(fact.subjectId)}：${fact.body.reason}`, href: `/sessions/${fact.subjectId}` };
    case 'fact.voided':
      return { what: `撤销 ${fact.body.factId}：${fact.body.reason}`, href: fact.contextId ? `/sessions/${fact.contextId}` : null };
    case 'unit.founded':
      return { what: `设立${unitKindWords[fact.body.kind]}“${fact.body.name}”${fact.body.parentId && units.length > 0 ? `，隶属${sectionName(units, fact.body.parentId)}` : ''}` };
    case 'law.version-announced':
      return { what: `${bookTitle(catalog.laws.get(fact.body.lawId)?.title ?? fact.body.lawId)}${fact.body.version} 年版本，${fact.body.effective} 起施行` };
    case 'law.text-imported':
      return { what: `${bookTitle(catalog.laws.get(fact.body.lawId)?.title ?? fact.body.lawId)}${fact.body.version} 年文本，${fact.body.articles} 条` };
    case 'law.change-confirmed':
      return { what: changeTitle(catalog, fact.body.changeId), href: `/laws/changes/${fact.body.changeId}` };
    case 'follow-up.answered': {
      const question = catalog.questions.get(fact.body.questionId);
      const right = question ? isCorrect(question, fact.body.chosen) : null;
      return { what: question?.stem ?? fact.body.questionId, result: right === null ? '题目已移走' : right ? '答对' : '答错', good: right, href: `/laws/changes/${fact.body.changeId}` };
    }
    case 'follow-up.completed':
      return { what: `跟进${changeTitle(catalog, fact.body.changeId)}`, result: '完成', good: true, href: `/laws/changes/${fact.body.changeId}` };
    case 'records.sealed':
      return { what: `封存 ${fact.body.heads.length} 份档案的末条` };
    case 'unit.renamed':
      return { what: `更名为“${fact.body.name}”` };
    case 'unit.closed':
      return { what: `${fact.body.intoUnitId ? `并入${sectionName(units, fact.body.intoUnitId)}` : '撤销'}：${fact.body.reason}` };
    case 'unit.lent': case 'unit.lending-ended':
      return { what: personName(members, fact.body.trainerId).name };
    case 'member.enrolled': case 'member.changed':
      return { what: [units.length > 0 ? sectionName(units, fact.body.unitId) : '', fact.body.post, fact.body.rank, fact.body.roles.map((role) => roleWords[role]).join('、')].filter(Boolean).join('，') };
  }
}
