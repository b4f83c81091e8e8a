import type { Catalog } from '../src/domain/catalog.ts';
import type { LawCandidate } from '../src/domain/law-import.ts';
import type { LawText } from '../src/domain/law-text.ts';
import { loadLawRegister } from '../src/storage/law-register.ts';
import type { Store } from '../src/storage/port.ts';
import { catalog, catalogOf } from './builders.ts';

const things = ['来信', '来访', '来电', '网上留言', '批件', '卷宗', '会议记录', '答复书', '接待场所', '值班安排', '回避事由', '代表人数', '复核申请', '听证笔录', '档案移交', '统计报表', '培训计划', '经费预算', '表彰决定', '责任追究'];
const acts = ['应当当日登记', '由两名以上人员办理', '按月汇总上报', '送交主管科室', '予以公示', '存入电子系统', '经负责人批准后执行', '在接待时告知本人', '由综合科统一编号', '每年复查一遍'];

/** An invented article of its own: no two alike. */
function article(number: number): string {
  return `${things[number % things.length]}${acts[Math.floor(number / 2) % acts.length]}，并注明第${number}号事项的${things[(number * 7 + 3) % things.length]}。`;
}

export function lawText(title: string, history: string[], articles: readonly (string | { text: string; items: string[] }[])[]): LawText {
  return {
    title, history, preamble: [], headings: [],
    articles: articles.map((given, index) => {
      const paragraphs = typeof given === 'string' ? [{ text: given, items: [] as string[] }] : given;
      return {
        article: String(index + 1), raw: paragraphs.map((one) => one.text).join('\n'),
        paragraphs: paragraphs.map((one) => ({ text: one.text, items: one.items.map((text, at) => ({ number: at + 1, text, subitems: [] })) })),
      };
    }),
  };
}

const rule22 = (days: string) => [{ text: `收到来信后，应当在${days}内分别处理：`, items: ['属于本机关的，登记后办理；', '不属于本机关的，登记后转送。'] }, { text: '来信人姓名、住址不清的除外。', items: [] }];

/** `sample-law@2018`: 40 articles; article 22 says fifteen days. */
export const oldText = lawText('示例条例', ['2018年1月5日 公布', '2018年3月1日 施行'], Array.from({ length: 40 }, (_, index) => (index === 21 ? rule22('十五日') : article(index + 1))));
/** `sample-law@2026`: 50 articles; article 22 says ten days, ten articles are new at the end, article 5 was dropped. */
export const newText = lawText('示例条例', ['2025年12月20日 修订', '2026年3月1日 施行'], [
  ...Array.from({ length: 40 }, (_, index) => (index === 21 ? rule22('十日') : index === 4 ? '另行规定办理费用的收取与减免，具体办法由主管部门制定。' : article(index + 1))),
  ...Array.from({ length: 10 }, (_, index) => `新设的第${index + 1}项制度由专门人员负责，名称为试行办法之${'甲乙丙丁戊己庚辛壬癸'[index]}。`),
]);

export function candidate(text: LawText, over: Partial<LawCandidate> = {}): LawCandidate {
  const [adopted, effective] = text.history.map((line) => line.replace(/^(\d+)年(\d+)月(\d+)日.*$/, (_, year: string, month: string, day: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`));
  return { title: text.title, text, adopted: adopted ?? null, effective: effective ?? null, faults: [], warnings: [], files: [{ name: `${text.title}.docx`, bytes: new TextEncoder().encode(JSON.stringify(text)) }], ...over };
}

/** The catalog of `builders.ts` as the store's law register has it now. `asOf`: the day whose law all lessons teach. */
export async function catalogNow(store: Store, asOf = '2026-03-01'): Promise<Catalog> {
  const content = catalogOf(catalog.courses.map((course) => ({ ...course, lessons: course.lessons.map((lesson) => ({ ...lesson, lawAsOf: asOf })) })));
  const { laws, texts, changes } = await loadLawRegister(store, content.laws);
  return { ...content, laws, texts, changes };
}


/** A whole invented text under a title of the registry: so many articles, some given. Ends like an official one. */
export function invented(title: string, count: number, history: string[], given: Record<number, string> = {}): LawText {
  return lawText(title, history, Array.from({ length: count }, (_, index) => given[index + 1] ?? article(index + 1)));
}
