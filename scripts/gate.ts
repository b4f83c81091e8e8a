import path from 'node:path';
import { readContent } from '../src/gate/content.ts';
import { problemText } from '../src/gate/problem.ts';
import { publishQuestions } from '../src/gate/publish.ts';

/** `npm run gate`: checks all content and says, file by file, what is wrong. `-- --publish` first enters questions that are new in the list of published ones. */
const root = path.resolve(import.meta.dirname, '..');
if (process.argv.includes('--publish')) {
  const added = publishQuestions(root);
  console.log(added ? `登记为已发布：${added.join('、') || '没有新题'}` : '还有别的问题，没有登记任何题。请先改好：');
}
const { catalog, problems, hanCounts } = readContent(root);
for (const problem of problems) console.error(problemText(problem));
for (const [lessonId, count] of hanCounts) console.log(`${lessonId}  ${count} 字  ${catalog.lessons.get(lessonId)?.questionIds.length ?? 0} 题`);
console.log(`${catalog.courses.length} 门课程，${catalog.lessons.size} 课，${catalog.questions.size} 题，${catalog.laws.size} 部法律；${problems.length} 处问题`);
process.exitCode = problems.length ? 1 : 0;
