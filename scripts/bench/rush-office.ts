import path from 'node:path';
import { loadCatalog } from '../../src/catalog.ts';
import { checkQuestionsOf } from '../../src/domain/catalog.ts';
import type { LogIn } from '../../src/domain/account.ts';
import { addMinutes } from '../../src/domain/calendar.ts';
import type { Fact } from '../../src/domain/fact.ts';
import { createSecrets } from '../../src/server/secrets.ts';
import { canonicalJson } from '../../src/storage/chain.ts';
import { openStore, readRecords } from '../../src/storage/open.ts';
import { chance } from '../demo/chance.ts';
import { given } from '../demo/events.ts';
import { fieldsFor } from '../demo/given.ts';
import { accountOf, storeAt } from './log-ins.ts';
import { lessonsEach, scaleRecords } from './scale.ts';

export const rushBegin = '2026-11-02T01:00:00.000Z';

/** Everyone in the rush, logged in ten minutes ago; the lesson that they open has questions that none of them has answered. */
export interface RushOffice { address: string; lessonPath: string; questions: number; people: { memberId: string; cookie: string }[] }
/** One person's first answer to one question of the lesson, and the id of the fact it becomes. */
export interface RushAnswer { memberId: string; factId: string; form: string }

const catalog = loadCatalog(path.resolve(import.meta.dirname, '../..'));
const lesson = catalog.courses.flatMap((course) => course.lessons)[lessonsEach]!;
const asked = checkQuestionsOf(catalog, lesson);

export async function buildRushOffice(address: string, people: number): Promise<RushOffice> {
  const store = await openStore(storeAt(address));
  const secrets = createSecrets();
  const since = addMinutes(rushBegin, -10);
  const everyone = Array.from({ length: people }, (_, index) => ({ memberId: `member-${index}`, token: secrets.token() }));
  try {
    await store.importRecords(scaleRecords(people, catalog));
    await store.changeDocuments('accounts', everyone.map(({ memberId }) => ({ id: memberId, expected: 0, value: accountOf(memberId, memberId) })));
    await store.changeDocuments('log-ins', everyone.map(({ memberId, token }) => ({
      id: secrets.tokenId(token), expected: 0, value: { memberId, account: memberId, startedAt: since, seenAt: since, device: 'bench', endedAt: null, kept: null } satisfies LogIn,
    })));
  } finally {
    await store.close();
  }
  return { address, lessonPath: `/courses/${lesson.lessonId}`, questions: asked.length, people: everyone.map(({ memberId, token }) => ({ memberId, cookie: `xuefa_login=${token}` })) };
}

export function rushAnswer(memberId: string, question: number): RushAnswer {
  const { id: questionId } = asked[question]!;
  const luck = chance(Number(memberId.split('-')[1]) * 31 + question);
  const form = new URLSearchParams({ lessonId: lesson.lessonId, questionId, attempt: '1' });
  for (const [name, texts] of Object.entries(fieldsFor(asked[question]!, given(asked[question]!, memberId, 1, luck.next() < 0.8, luck)))) for (const text of texts) form.append(name, text);
  return { memberId, factId: `answered/${questionId}/1`, form: form.toString() };
}

/** Answers to this lesson as the store holds them, by person and id, with how often; and the lines they are in a journal. */
export async function recordedAnswers(address: string): Promise<{ times: Map<string, number>; lines: string[] }> {
  const times = new Map<string, number>();
  const lines: string[] = [];
  for await (const line of readRecords(storeAt(address))) {
    if (!('fact' in line) || line.fact.kind !== 'question.answered') continue;
    const fact = line.fact as Fact<'question.answered'>;
    if (lines.length < 100) lines.push(`${canonicalJson(fact)}\n`);
    if (fact.body.lessonId !== lesson.lessonId) continue;
    const key = `${fact.subjectId} ${fact.id}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return { times, lines };
}
