import { localDate, localTime } from '../domain/calendar.ts';
import type { FactKind } from '../domain/fact.ts';
import { factWords } from './words.ts';

interface CodeFound { code: string; facts: { subject: string; fact: { kind: FactKind; at: string; seq: number }; ofSubject: number; unbroken: boolean }[] }
interface Findings { facts: number; subjects: number; documents: ReadonlyMap<string, number>; blobs: number; problems: readonly string[]; codes: readonly CodeFound[] }

const collectionWords: Record<string, string> = {
  members: '人员', units: '单位', accounts: '账号', 'log-ins': '登录', settings: '设置', 'session-codes': '签到码', guesses: '输错次数', 'roster-imports': '名册导入', 'law-imports': '法律原文导入',
};

export const collectionWord = (collection: string) => collectionWords[collection] ?? collection;

export function countsSentence({ facts, documents, blobs }: { facts: number; documents: number; blobs: number }): string {
  return `记录 ${facts} 条，文档 ${documents} 份，附件 ${blobs} 个`;
}

/** What was found when all records were gone through, line by line for an operator. */
export function reportLines({ facts, subjects, documents, blobs, problems, codes }: Findings): string[] {
  const counts = [...documents].map(([collection, count]) => `${collectionWord(collection)} ${count}`);
  return [
    `记录 ${facts} 条，分属 ${subjects} 份档案（每人、每次学法会、每个单位各一份，封存每月一份）。文档：${counts.join('、') || '无'}。附件 ${blobs} 个。`,
    ...problems.map((problem) => `问题：${problem}。`),
    ...(problems.length === 0
      ? ['没有发现问题：每条记录和每个附件的校验值都相符，记录前后相接。', '最近一次封存之后被截去的末尾，以及连同封存一起的重写，校验看不出来，请再与打印件上的记录号核对（npm run verify -- <文件夹或备份> <记录号> …）。']
      : [`共 ${problems.length} 处问题。每份档案只报第一处。没有改动任何文件；请先与备份和打印件核对，再继续使用这份数据。`]),
    ...codes.flatMap(codeLines),
  ];
}

function codeLines({ code, facts }: CodeFound): string[] {
  if (facts.length === 0) return [`记录号 ${code}：没有任何一条记录带有这个号。如果确认抄写无误，这条记录已被删去，或者它所在的档案被改写过。请保留打印件，与备份核对。`];
  return facts.map(({ subject, fact, ofSubject, unbroken }) => {
    const which = `记录号 ${code}：${subject}第 ${fact.seq} 条（共 ${ofSubject} 条），${localDate(fact.at)} ${localTime(fact.at)}，${factWords[fact.kind] ?? fact.kind}`;
    return unbroken ? `${which}。它和它之前的记录都没有改动。` : `${which}。它或它之前的记录已有改动，见上面的问题。`;
  });
}
