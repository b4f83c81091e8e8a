import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Member } from '../src/domain/member.ts';
import { isRefusal } from '../src/domain/refusal.ts';
import { openStore } from '../src/storage/open.ts';
import type { Collection, Store } from '../src/storage/port.ts';
import { sentenceFor } from '../src/text/refusals.ts';

/** `npm run verify -- <data folder>` (default `DATA_DIR`, else `./data`): recomputes every hash. Exit code 1 on any problem. */
const folder = process.argv[2] ? path.resolve(process.env.INIT_CWD ?? '.', process.argv[2]) : path.resolve(process.env.DATA_DIR ?? 'data');
const collections: Record<Collection, string> = {
  members: '人员', units: '单位', accounts: '账号', 'log-ins': '登录', settings: '设置', 'session-codes': '签到码', guesses: '输错次数', 'roster-imports': '名册导入',
};

process.exitCode = await check().catch((error: unknown) => {
  if (isRefusal(error)) {
    const { title, detail } = sentenceFor(error.code, error.facts);
    return refuse(`没有检查：${title}。${detail}`);
  }
  if (error instanceof Error && 'code' in error) return refuse(`没有检查：读不了 ${folder}（${error.message}）。请用运行服务的那个系统用户再试。`);
  throw error;
});

async function check(): Promise<number> {
  if (!isFolder(folder)) return refuse(`没有检查：没有 ${folder} 这个文件夹。请核对路径，例如 npm run verify -- data。`);
  const facts = path.join(folder, 'facts');
  if (!isFolder(facts) || !isFolder(path.join(folder, 'documents'))) return refuse(`没有检查：${folder} 不是学法台的数据文件夹（其中应有 facts 和 documents）。没有改动任何文件。`);
  const sizes = segmentSizes(facts);
  const store = await openStore({ DATA_DIR: folder });
  try {
    const problems = [...cutOff(sizes, segmentSizes(facts))];
    const report = await store.verify();
    const { names, counts } = await documentsOf(store, problems);
    problems.push(...report.problems.map((problem) => problem.replace(/^(member-[a-z0-9-]+) /, (whole, id) => names.get(id) ?? whole)));
    console.log(`数据文件夹：${folder}`);
    console.log(`记录 ${report.facts} 条，分属 ${report.subjects} 份档案（每人一份，每次学法会一份）。文档：${counts.join('、')}。`);
    for (const problem of problems) console.log(`问题：${problem}。`);
    if (problems.length === 0) console.log('没有发现问题：每条记录的校验值都相符，前后相接。\n校验看不出一份档案的末尾被截去或整份重写，请再与打印件上的记录号核对。');
    else console.log(`共 ${problems.length} 处问题。每份档案只报第一处；遇到无法读取的行，其后的记录没有检查。请先与备份和打印件核对，再继续使用这份数据。`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}

/** Opening the store cuts a half-written end off; that is not to go unsaid. */
function* cutOff(before: Map<string, number>, after: Map<string, number>): Generator<string> {
  for (const [name, size] of before) {
    const cut = size - (after.get(name) ?? 0);
    if (cut > 0) yield `${name} 末尾有 ${cut} 字节不是完整的记录，打开时已截去。断电时没有写完的记录会这样，它们从未被确认；如果没有断过电，请与备份核对`;
  }
}

/** Reads every collection; one that cannot be read is a problem. Names people by their id. */
async function documentsOf(store: Store, problems: string[]): Promise<{ names: Map<string, string>; counts: string[] }> {
  const names = new Map<string, string>();
  const counts: string[] = [];
  for (const [collection, word] of Object.entries(collections) as [Collection, string][]) {
    try {
      const documents = await store.listDocuments<Member>(collection);
      counts.push(`${word} ${documents.length}`);
      if (collection === 'members') for (const { id, value } of documents) names.set(id, `${value.name}（工号 ${value.staffNo}，${id}）`);
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'folder-damaged') throw error;
      problems.push(`文档“${word}”无法读取（${error.facts.file}）`);
    }
  }
  return { names, counts };
}

function segmentSizes(facts: string): Map<string, number> {
  return new Map(readdirSync(facts).map((name) => [name, statSync(path.join(facts, name)).size]));
}

function refuse(sentence: string): number {
  console.error(sentence);
  return 1;
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
