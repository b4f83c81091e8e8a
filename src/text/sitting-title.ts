import type { Catalog } from '../domain/catalog.ts';
import type { Scope, SittingPurpose } from '../domain/sitting-scope.ts';
import { sittingWords } from './words.ts';

/** 练习：登记; 复习. */
export function sittingTitle(catalog: Pick<Catalog, 'laws' | 'courses'>, { purpose, scope }: { purpose: SittingPurpose; scope: Scope }): string {
  return scope.by === 'everything' ? sittingWords[purpose] : `${sittingWords[purpose]}：${scopeWord(catalog, scope)}`;
}

export function scopeWord({ laws, courses }: Pick<Catalog, 'laws' | 'courses'>, { by, of }: Scope): string {
  if (by === 'law') return laws.get(of)?.title ?? of;
  return by === 'course' ? courses.find((one) => one.courseId === of)?.title ?? of : of;
}
