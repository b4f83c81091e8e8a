import { anchored, type Catalog } from '../domain/catalog.ts';
import type { Lesson } from '../domain/course.ts';
import { parseCitation, versionKey } from '../domain/law.ts';
import { compareArticles } from '../domain/law-text.ts';
import type { Question } from '../domain/question.ts';

/** What rests on one article of one version. */
export interface LawUses { lessons: Lesson[]; questions: { question: Question; lesson: Lesson }[] }

const none: LawUses = { lessons: [], questions: [] };
const known = new WeakMap<Catalog, Map<string, LawUses>>();

/** Lessons and questions that cite an article, whole or in part, of this version. */
export function usesOf(catalog: Catalog, version: string, article: string): LawUses {
  return allUses(catalog).get(`${version}/${article}`) ?? none;
}

/** The same without lessons that cite this version as history only. */
export function teachingUses(catalog: Catalog, version: string, article: string): LawUses {
  const { lessons, questions } = usesOf(catalog, version, article);
  return { lessons: lessons.filter((lesson) => !lesson.history.includes(version)), questions: questions.filter(({ lesson }) => !lesson.history.includes(version)) };
}

/** Articles of this version that lessons teach as law in force. */
export function taughtArticles(catalog: Catalog, version: string): string[] {
  return [...allUses(catalog).keys()].flatMap((place) => (place.startsWith(`${version}/`) ? place.slice(version.length + 1) : []))
    .filter((article) => { const { lessons, questions } = teachingUses(catalog, version, article); return lessons.length + questions.length > 0; }).sort(compareArticles);
}

/** Lessons and questions that cite anything of this version. */
export function usesOfVersion(catalog: Catalog, version: string): LawUses {
  const all = [...allUses(catalog)].filter(([place]) => place.startsWith(`${version}/`)).map(([, uses]) => uses);
  return { lessons: [...new Set(all.flatMap((uses) => uses.lessons))], questions: [...new Map(all.flatMap((uses) => uses.questions).map((one) => [one.question.id, one])).values()] };
}

function allUses(catalog: Catalog): Map<string, LawUses> {
  let uses = known.get(catalog);
  if (uses) return uses;
  known.set(catalog, uses = new Map());
  const at = (cite: string): LawUses => {
    const { lawId, version, article } = parseCitation(cite);
    const place = `${versionKey(lawId, version ?? '')}/${article}`;
    if (!uses.has(place)) uses.set(place, { lessons: [], questions: [] });
    return uses.get(place)!;
  };
  for (const lesson of catalog.lessons.values()) {
    for (const cite of anchored(catalog, lesson, lesson.cites)) if (!at(cite).lessons.includes(lesson)) at(cite).lessons.push(lesson);
    for (const id of lesson.questionIds) {
      const question = catalog.questions.get(id)!;
      if (question.state !== 'live') continue;
      for (const cite of anchored(catalog, lesson, question.cites)) if (!at(cite).questions.some((one) => one.question === question)) at(cite).questions.push({ question, lesson });
    }
  }
  return uses;
}
