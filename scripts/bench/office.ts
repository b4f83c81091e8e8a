import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadCatalog } from '../../src/catalog.ts';
import { answerQuestion } from '../../src/commands/answer-question.ts';
import type { Account, LogIn } from '../../src/domain/account.ts';
import { addMinutes, instantOf } from '../../src/domain/calendar.ts';
import { checkQuestionsOf, type Catalog } from '../../src/domain/catalog.ts';
import type { Member } from '../../src/domain/member.ts';
import { createSecrets } from '../../src/server/secrets.ts';
import { openStore } from '../../src/storage/open.ts';
import { loadMembers } from '../../src/storage/people.ts';
import type { Store } from '../../src/storage/port.ts';
import { chance, type Chance } from '../demo/chance.ts';
import { given } from '../demo/events.ts';
import { fieldsFor } from '../demo/given.ts';
import { buildDemoOffice } from '../demo/office.ts';
import { demoAccounts } from '../demo/people.ts';

/** The same office every time: the demo's people and records as of a fixed day, and 60 more cadres who answer. */
const today = '2026-11-02';
export const cadreCount = 60;

/** One answer as a form sends it. */
export interface Submission { cookie: string; lessonId: string; form: string }
export interface BenchOffice { begin: string; cadreCookie: string; lessonId: string; submissions: Generator<Submission>; factLines: string[] }

export async function buildBenchOffice(folder: string): Promise<BenchOffice> {
  const catalog = loadCatalog(path.resolve(import.meta.dirname, '../..'));
  const secrets = createSecrets();
  const store = await openStore({ DATA_DIR: folder });
  const begin = instantOf(today, '10:00');
  const luck = chance(7);
  try {
    await buildDemoOffice(store, catalog, secrets, today, () => undefined);
    const demoCadre = (await loadMembers(store)).find((member) => member.staffNo === demoAccounts.cadre)!;
    const cadres = await enrol(store, demoCadre.unitId, begin);
    // A year's dossier each: every question answered once, wrongly, so that further answers can follow.
    for (const { lessonId, questionId } of questionsIn(catalog)) {
      await Promise.all(cadres.map((actor) => answerQuestion(
        { store, catalog, secrets, actor, now: addMinutes(begin, -60), newId: luck.id },
        { lessonId, questionId, attempt: 1, given: given(catalog.questions.get(questionId)!, actor.memberId, 1, false, luck) },
      )));
    }
    const cookies = new Map<string, string>();
    const logIns = [demoCadre, ...cadres].map(({ memberId }) => {
      const token = secrets.token();
      cookies.set(memberId, `xuefa_login=${token}`);
      const account = memberId === demoCadre.memberId ? 'cadre' : memberId;
      return { id: secrets.tokenId(token), expected: 0, value: { memberId, account, startedAt: begin, seenAt: begin, device: 'bench', endedAt: null, kept: null } satisfies LogIn };
    });
    await store.changeDocuments('log-ins', logIns);
    return {
      begin, cadreCookie: cookies.get(demoCadre.memberId)!, lessonId: questionsIn(catalog)[0]!.lessonId,
      submissions: wrongAnswers(catalog, cadres, cookies, luck), factLines: segmentLines(folder).filter((line) => line.includes('question.answered')).slice(-100),
    };
  } finally {
    await store.close();
  }
}

/** How many facts the folder holds. */
export function countFacts(folder: string): number {
  return segmentLines(folder).length;
}

function segmentLines(folder: string): string[] {
  const facts = path.join(folder, 'facts');
  return readdirSync(facts).flatMap((name) => readFileSync(path.join(facts, name), 'utf8').split(/(?<=\n)/));
}

async function enrol(store: Store, unitId: string, at: string): Promise<Member[]> {
  const members: Member[] = Array.from({ length: cadreCount }, (_, index) => ({
    memberId: `member-bench-${index}`, staffNo: `9${String(index).padStart(3, '0')}`, name: `测试${index}`, unitId, post: '接访岗', rank: '一级科员', roles: ['cadre'],
  }));
  await store.changeDocuments('members', members.map((member) => ({ id: member.memberId, expected: 0, value: member })));
  await store.changeDocuments('accounts', members.map(({ memberId }) => ({
    id: memberId, expected: 0, value: { account: memberId, memberId, passwordHash: 'none', mustChange: false, failures: 0, lockedUntil: null, active: true } satisfies Account,
  })));
  await Promise.all(members.map(({ memberId, post, rank, roles }) => store.append([
    { id: 'enrolled', kind: 'member.enrolled', at, actorId: memberId, subjectId: memberId, contextId: null, unitId, body: { unitId, post, rank, roles } },
  ])));
  return members;
}

/** Endless: each is one person's next attempt at one question, wrong, so that every one is a fact of its own. People take turns. */
function* wrongAnswers(catalog: Catalog, cadres: readonly Member[], cookies: ReadonlyMap<string, string>, luck: Chance): Generator<Submission> {
  for (let attempt = 2; ; attempt += 1) {
    for (const { lessonId, questionId } of questionsIn(catalog)) {
      for (const { memberId } of cadres) {
        const form = new URLSearchParams({ lessonId, questionId, attempt: String(attempt) });
        const question = catalog.questions.get(questionId)!;
        for (const [name, texts] of Object.entries(fieldsFor(question, given(question, memberId, attempt, false, luck)))) for (const text of texts) form.append(name, text);
        yield { cookie: cookies.get(memberId)!, lessonId, form: form.toString() };
      }
    }
  }
}

function questionsIn(catalog: Catalog): { lessonId: string; questionId: string }[] {
  return catalog.courses.flatMap((course) => course.lessons).flatMap((lesson) => checkQuestionsOf(catalog, lesson).map(({ id: questionId }) => ({ lessonId: lesson.lessonId, questionId })));
}
