import { localDate } from '../domain/calendar.ts';
import { hasArticle, versionKey, versionsByKey } from '../domain/law.ts';
import { successions } from '../domain/law-change.ts';
import { articleLabel } from '../domain/law-text.ts';
import { demand, mayAnywhere } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { chineseNumber } from '../domain/numeral.ts';
import { articleDigits, versionText } from './citation-note.ts';
import { articleKeys, lawNamed } from './law.ts';
import { usesOf } from './law-uses.ts';
import { statuteText, type StatuteParagraph } from './statute.ts';
import type { Reading } from './reading.ts';

export interface LawArticleView {
  lawId: string; lawTitle: string; lawHref: string; version: string; versionText: string; past: boolean; caution: string | null;
  article: string;
  /** 第三十四条. */
  label: string;
  /** 第四章 信访事项的办理, outermost first. */
  above: string[];
  gist: string | null;
  paragraphs: StatuteParagraph[] | null;
  importedOn: string | null;
  source: string | null;
  /** Lessons whose text or questions rest on it; the stems of the questions only for those who write lessons. */
  lessons: { href: string; title: string; course: string; inText: boolean; questions: { href: string; stem: string | null }[] }[];
  /** What the article was before, or became. */
  related: { href: string; title: string; changes: string[] }[];
  previous: { href: string; label: string } | null;
  next: { href: string; label: string } | null;
}

/** One article with what rests on it. `name` as in `lawView`. Refuses `not-found`. */
export async function lawArticleView(reading: Reading, name: string, article: string): Promise<LawArticleView> {
  const actor = demand(reading.actor, 'study');
  const { law, version } = lawNamed(reading, name);
  const { catalog } = reading;
  const key = versionKey(law.lawId, version.version);
  const keys = articleKeys(reading, key, version);
  const place = keys.indexOf(article);
  if (place < 0 || (!catalog.texts.has(key) && !hasArticle(version, article))) throw new Refusal('not-found');
  const date = localDate(reading.now);
  const uses = usesOf(catalog, key, article);
  const record = catalog.texts.get(key);
  const seesStems = mayAnywhere(actor, 'follow-law');
  const neighbour = (at: number) => (keys[at] ? { href: `/laws/${name}/${keys[at]}`, label: articleDigits({ article: keys[at], paragraph: null, item: null }) } : null);
  return {
    lawId: law.lawId, lawTitle: law.title, lawHref: `/laws/${name}`, version: version.version, versionText: versionText(version, date),
    past: Boolean(version.repealed && version.repealed <= date), caution: version.caution ?? null, article, label: articleLabel(article),
    above: version.headings.filter((heading) => within(keys, place, heading.from, heading.to)).map(headingText),
    gist: version.gists[article] ?? null, paragraphs: statuteText(catalog, key, article),
    importedOn: record ? localDate(record.at) : null, source: record?.source ?? null,
    lessons: [...new Set([...uses.lessons, ...uses.questions.map((one) => one.lesson)])].map((lesson) => ({
      href: `/courses/${lesson.lessonId}`, title: lesson.title, course: catalog.courses.find((one) => one.courseId === lesson.courseId)?.title ?? '', inText: uses.lessons.includes(lesson),
      questions: uses.questions.filter((one) => one.lesson === lesson).map(({ question }) => ({ href: `/courses/${lesson.lessonId}#${question.id}`, stem: seesStems ? question.stem : null })),
    })),
    related: relatedArticles(reading, key, article), previous: neighbour(place - 1), next: neighbour(place + 1),
  };
}

function within(keys: readonly string[], place: number, from: string, to: string): boolean {
  return keys.indexOf(from) <= place && place <= keys.indexOf(to);
}

const headingWord = { part: '编', subpart: '分编', chapter: '章', section: '节' };

/** 第四章　信访事项的办理; 附则 has no number. */
export function headingText({ kind, number, title }: { kind: string; number: number | null; title: string }): string {
  const word = headingWord[kind as keyof typeof headingWord];
  return number && word ? `第${chineseNumber(number)}${word}　${title}` : title;
}

/** Articles that the registered comparisons set beside this one, seen from its own side. */
function relatedArticles({ catalog }: Reading, key: string, article: string): LawArticleView['related'] {
  const versions = versionsByKey(catalog.laws.values());
  const rows = successions(catalog.laws).filter((one) => one.from === key || one.to === key).flatMap(({ from, to, toVersion }) => {
    const isOld = from === key;
    return (toVersion.comparison?.rows ?? []).filter((row) => (isOld ? row.before : row.after).includes(article))
      .flatMap((row) => (isOld ? row.after : row.before).map((number) => ({ isOld, number, key: isOld ? to : from, change: row.change })));
  });
  return [...Map.groupBy(rows, (row) => `/laws/${row.key}/${row.number}`)].map(([href, same]) => {
    const { law, version } = versions.get(same[0]!.key)!;
    return {
      href, changes: same.map((row) => row.change),
      title: `${same[0]!.isOld ? '改为' : '原为'}《${law.title}》（${version.version}年文本）${articleDigits({ article: same[0]!.number, paragraph: null, item: null })}`,
    };
  });
}
