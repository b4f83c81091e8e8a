import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { printLawText } from '../../src/domain/law-print.ts';
import type { LawText } from '../../src/domain/law-text.ts';

/** Laws as files. `invented`: made up here, since no official texts are at hand. */
export interface LawCorpus { files: { name: string; bytes: Buffer }[]; invented: boolean }

const folder = path.resolve(import.meta.dirname, '../../../shared/law/corpus');

/** The official texts beside the repository, else as many invented ones of the same size. */
export function lawCorpus(most: number): LawCorpus {
  if (!existsSync(folder)) return { files: Array.from({ length: Math.min(most, 42) }, (_, index) => invented(index)), invented: true };
  const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'FORMAT.md').slice(0, most);
  return { files: names.map((name) => ({ name, bytes: readFileSync(path.join(folder, name)) })), invented: false };
}

function invented(index: number): LawCorpus['files'][number] {
  const random = seeded(index + 1);
  const text = printLawText(inventedLaw(`编造条例第${index + 1}号`, 40 + Math.floor(random() * 120), random));
  return { name: `invented-${index + 1}.md`, bytes: Buffer.from(text) };
}

const words = '机关 单位 当事人 工作人员 申请 受理 登记 答复 期限 材料 情况 规定 批准 负责人 应当 可以 不得 依法 及时 书面 告知 办理 处理 调查 核实 决定 送达 处罚 拘留 罚款 赔偿 责任'.split(' ');

export function inventedLaw(title: string, articles: number, random: () => number): LawText {
  const some = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const sentence = (end: string) => `${Array.from({ length: some(8, 24) }, () => words[some(0, words.length - 1)]!).join('')}${end}`;
  const paragraph = () => (random() < 0.25
    ? { text: sentence('：'), items: Array.from({ length: some(2, 6) }, (_, index) => ({ number: index + 1, text: sentence('；'), subitems: [] })) }
    : { text: sentence('。'), items: [] });
  return {
    title, history: [], preamble: [], headings: [],
    articles: Array.from({ length: articles }, (_, index) => ({ article: String(index + 1), raw: '', paragraphs: Array.from({ length: some(1, 3) }, paragraph) })),
  };
}

/** Chance that is the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed * 0x9e3779b1;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) + 0x6d2b79f5;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}
