import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { decidingText } from '../domain/question-mark.ts';
import type { Question } from '../domain/question.ts';
import { schemaProblems, type Problem } from './problem.ts';
import { placesOf, type Bank } from './question-life.ts';

export const publishedFile = 'quizzes/published.json';

/** Question id → mark, of every question that was ever published; one for practice says so after it. */
export type Published = Record<string, string>;
const publishedSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{16}( practice)?$/, '应是 16 位校验值'));

/** What decides a question's answers, in 16 hex digits, and where it is asked: a first answer in practice is another thing than a first try in a lesson. */
export function markOf(question: Question): string {
  const digits = createHash('sha256').update(decidingText(question)).digest('hex').slice(0, 16);
  return question.use === 'practice' ? `${digits} practice` : digits;
}

/** What was published so far; nothing when there is no such file. A file that cannot be read is a problem, and null. */
export function readPublished(root: string, problems: Problem[]): Published | null {
  const file = path.join(root, publishedFile);
  if (!existsSync(file)) return {};
  try {
    const parsed = publishedSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return parsed.data;
    problems.push(...schemaProblems(publishedFile, parsed.error));
  } catch (error) {
    problems.push({ file: publishedFile, line: null, message: `JSON 写法有误：${(error as Error).message}` });
  }
  return null;
}

/** Questions that are asked or were, and stand in no list of published ones yet, with their marks. */
export function unpublishedIn({ questions }: Pick<Bank, 'questions'>, published: Published): Published {
  const fresh = [...questions.values()].filter((question) => isPublic(question) && !Object.hasOwn(published, question.id));
  return Object.fromEntries(fresh.map((question) => [question.id, markOf(question)]));
}

/** Where the questions differ from what was published. `whole`: every quiz was read, so that a missing question is gone. */
export function publicationProblems(bank: Bank, published: Published, whole: boolean): Problem[] {
  const places = placesOf(bank);
  const at = (id: string, message: string): Problem => ({ file: places.get(id) ?? `${publishedFile}（${id}）`, line: null, message });
  const kept = Object.keys(published).flatMap((id): Problem[] => {
    const question = bank.questions.get(id);
    if (!question) return whole ? [at(id, '已发布的题不见了。题号永久，题目不能删除；不用的题写 state: retired')] : [];
    if (markOf(question).slice(0, 16) === published[id]!.slice(0, 16) && markOf(question) !== published[id]) return [at(id, '已发布的题不能在“想一想”和练习之间改用途（use），请停用它，另写一题')];
    if (markOf(question) !== published[id]) return [at(id, `已发布的题不能改答案，请停用它（state: retired），另写一题 replaces: ${id}`)];
    return isPublic(question) ? [] : [at(id, `已发布的题不能退回 ${question.state}，不用的题写 state: retired`)];
  });
  return [...kept, ...Object.keys(unpublishedIn(bank, published)).map((id) => at(id, '还没有登记为已发布。核对答案无误以后，运行 npm run gate -- --publish'))];
}

function isPublic({ state }: Question): boolean {
  return state === 'live' || state === 'retired';
}
