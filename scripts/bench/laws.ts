import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { diffLaw } from '../../src/domain/law-diff.ts';
import type { LawText } from '../../src/domain/law-text.ts';
import { readLawFile } from '../../src/exchange/law-file.ts';
import { readLaw } from '../../src/exchange/law-lines.ts';
import { combineParts } from '../../src/exchange/law-parts.ts';
import { median, ms, plainTable, spread, whole } from './figures.ts';
import { inTurns } from './in-turns.ts';
import { lawCorpus, seeded } from './law-corpus.ts';

export interface LawsPlan { rounds: number; mostFiles: number }

export const fullLaws: LawsPlan = { rounds: 9, mostFiles: Infinity };
export const quickLaws: LawsPlan = { rounds: 3, mostFiles: Infinity };
export const tinyLaws: LawsPlan = { rounds: 1, mostFiles: 4 };

/** How fast statute texts are read and compared, beside JSON.parse of the same text. Gives a report to print. */
export async function measureLaws({ rounds, mostFiles }: LawsPlan, say: (text: string) => void): Promise<string> {
  const { files, invented } = lawCorpus(mostFiles);
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  say(`${invented ? '没有 ../shared/law/corpus，用编造的' : '用 ../shared/law/corpus 的'} ${files.length} 份法律文本，共 ${megabytes(bytes)}`);
  const sources = await Promise.all(files.map(async ({ name, bytes: content }) => (await readLawFile(content, name)).lines));
  const readAll = () => sources.map((lines) => readLaw(lines).text!);
  const texts = readAll();
  const trees = texts.map((text) => JSON.stringify(text));
  const strings = files.map((file) => JSON.stringify(file.bytes.toString()));

  const readFromBytes = () => Promise.all(files.map(async ({ name, bytes: content }) => readLaw((await readLawFile(content, name)).lines).text!));
  const reading = await inTurns(rounds, say, {
    'readLaw：行 → 编章条款项': readAll,
    'readLawFile + readLaw：字节 → 树': readFromBytes,
    'JSON.parse：同样的树': () => trees.map((one) => JSON.parse(one) as LawText),
    'JSON.parse：原文作一个字符串': () => strings.map((one) => JSON.parse(one) as string),
  });
  const [ours = [], fromBytes = [], tree = [], string = []] = Object.values(reading);
  const rate = (times: readonly number[]) => (bytes / 1e3 / median(times)).toFixed(1);
  const against = (bare: readonly number[], times: readonly number[]) => spread(bare.map((one, round) => one / times[round]!));
  const readingTable = plainTable(['读原文', '÷ JSON.parse 树', '÷ JSON.parse 字符串', 'MB/秒', '全部 毫秒'], Object.entries(reading).map(([name, times]) => [
    name, times === tree ? '1' : against(tree, times), times === string ? '1' : against(string, times), rate(times), ms(median(times)),
  ]));

  const pairs = comparisons(texts);
  const comparing = await inTurns(rounds, say, Object.fromEntries(Object.entries(pairs).map(([name, both]) => [name, () => both.map(([before, after]) => diffLaw(before, after))])));
  const comparingTable = plainTable(['逐条比对', '÷ JSON.parse 两边的树', '条数（旧＋新）', '毫秒'], Object.entries(comparing).map(([name, times]) => {
    const both = pairs[name]!;
    const parseMs = median(tree) * (JSON.stringify(both).length / trees.reduce((sum, one) => sum + one.length, 0));
    return [name, spread(times.map((one) => parseMs / one)), whole(both.flat().reduce((sum, text) => sum + text.articles.length, 0)), ms(median(times))];
  }));
  return [
    `法律原文（${invented ? '编造的' : '真实的'} ${files.length} 份，${megabytes(bytes)}，${whole(texts.reduce((sum, text) => sum + text.articles.length, 0))} 条）\n${readingTable}`,
    comparingTable,
    await memoryReport(bytes, readFromBytes, async () => trees.map((one) => JSON.parse(one) as LawText)),
    `测法：同一进程里轮流测 ${rounds} 轮，先预热一轮，取中位数（最小–最大）。速度比大于 1 即比 JSON.parse 快。readLaw 另做规整、分款分项、编号检查和提示；JSON.parse 得到的是已经读好的树，或者没有分析过的一串字。两份 ${ms(median(ours))} 与 ${ms(median(fromBytes))} 毫秒之差是解码和分行。`,
  ].join('\n\n');
}

/** Every law beside itself, and beside a text in which an article came first and every other was changed; the longest alone, which is the hardest. */
function comparisons(texts: readonly LawText[]): Record<string, [LawText, LawText][]> {
  const code = combineParts(texts.filter((text) => text.title.endsWith('民法典')).map((text) => ({ text, faults: [], warnings: [] }))).text;
  const longest = code ?? texts.toSorted((a, b) => b.articles.length - a.articles.length)[0]!;
  return {
    '每部与它自己': texts.map((text) => [text, text]),
    '每部与改过的：前加一条，其余隔条改字': texts.map((text) => [text, amended(text, 2)]),
    '最长的一部，条条都改': [[longest, amended(longest, 1)]],
  };
}

function amended(text: LawText, every: number): LawText {
  const random = seeded(text.articles.length);
  const changed = (words: string) => { const at = Math.floor(random() * words.length); return `${words.slice(0, at)}另行${words.slice(at)}`; };
  const articles = text.articles.map((article, index) => ({
    ...article, article: String(index + 2),
    paragraphs: index % every === 0 ? article.paragraphs.map((one) => ({ ...one, text: changed(one.text) })) : article.paragraphs,
  }));
  return { ...text, headings: [], articles: [{ article: '1', raw: '', paragraphs: [{ text: '这是新加在最前面的一条。', items: [] }] }, ...articles] };
}

/** What stays in memory of all texts once read. */
async function memoryReport(bytes: number, readAll: () => Promise<LawText[]>, parseAll: () => Promise<LawText[]>): Promise<string> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const kept = async (make: () => Promise<LawText[]>) => {
    collect();
    const before = process.memoryUsage().heapUsed;
    const all = await make();
    collect();
    const used = process.memoryUsage().heapUsed - before;
    return all.length > 0 ? used : 0;
  };
  const [ours, parsed] = [await kept(readAll), await kept(parseAll)];
  return `内存：全部读好后留在堆里 ${megabytes(ours)}（原文字节的 ${(ours / bytes).toFixed(1)} 倍），JSON.parse 同样的树 ${megabytes(parsed)}；进程最高 ${megabytes(process.resourceUsage().maxRSS * 1024)}。`;
}

function megabytes(count: number): string {
  return `${(count / 1e6).toFixed(1)} MB`;
}
