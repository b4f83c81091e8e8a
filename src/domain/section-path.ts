import type { Unit } from './unit.ts';

/** Finds sections by the path written in a roster, and makes those that do not exist yet. */
export interface SectionFinder {
  /** The section or, when it is still to be made, the nearest unit above it that exists; or why the path cannot be one. */
  look(path: string): { nearestId: string } | { reason: string };
  /** The section's id; what is missing of the path is made, once. Only for a path that `look` accepts. */
  take(path: string): string;
  /** The path below the root in words; the root's own name for the root. */
  words(unitId: string): string;
  /** What `take` has made, parents first. */
  newUnits(): Unit[];
}

const deepest = 8;

/** `来访接待科`, `区信访办/来访接待科` and `区信访办／来访接待科` are one section when the root is 区信访办. */
export function sectionFinder(units: readonly Unit[], rootUnitId: string, newId: (prefix: string) => string): SectionFinder {
  const byId = new Map(units.map((unit) => [unit.unitId, unit]));
  const children = new Map<string, { byName: Map<string, Unit>; nextOrder: number }>();
  const made = new Set<Unit>();
  const put = (unit: Unit) => {
    const parentId = unit.parentId ?? '';
    const siblings = children.get(parentId) ?? { byName: new Map<string, Unit>(), nextOrder: 0 };
    const namesake = siblings.byName.get(closedUp(unit.name));
    if (!namesake || (namesake.closedOn && !unit.closedOn)) siblings.byName.set(closedUp(unit.name), unit);
    siblings.nextOrder = Math.max(siblings.nextOrder, unit.order + 1);
    children.set(parentId, siblings);
  };
  [...units].sort((a, b) => a.order - b.order).forEach(put);
  const childNamed = (parentId: string, name: string) => children.get(parentId)?.byName.get(name);
  const rootName = byId.get(rootUnitId)?.name ?? '';
  const namesIn = (path: string) => {
    const names = path.split(/[/／]/).map((name) => closedUp(name.trim())).filter(Boolean);
    return names[0] === closedUp(rootName) ? names.slice(1) : names;
  };

  return {
    look(path) {
      const names = namesIn(path);
      if (names.length > deepest) return { reason: `单位/科室超过 ${deepest} 级` };
      if (names.some((name) => name.length > 60)) return { reason: '单位/科室的名称超过 60 个字' };
      let at = rootUnitId;
      for (const name of names) {
        const next = childNamed(at, name);
        if (!next || made.has(next)) break;
        if (next.closedOn) return { reason: `「${next.name}」${closedWords(next, byId)}` };
        at = next.unitId;
      }
      return { nearestId: at };
    },
    take(path) {
      let at = rootUnitId;
      for (const name of namesIn(path)) {
        let next = childNamed(at, name);
        if (!next) {
          next = { unitId: newId('unit'), name, kind: 'section', parentId: at, order: children.get(at)?.nextOrder ?? 0, closedOn: null, mergedIntoId: null, lentTo: [] };
          made.add(next);
          byId.set(next.unitId, next);
          put(next);
        }
        at = next.unitId;
      }
      return at;
    },
    words(unitId) {
      if (unitId === rootUnitId) return rootName;
      const names: string[] = [];
      for (let at = byId.get(unitId); at && at.unitId !== rootUnitId && names.length < 64; at = byId.get(at.parentId ?? '')) names.unshift(at.name);
      return names.join('/');
    },
    newUnits: () => [...made],
  };
}

/** Why nobody can be put there any more, and where to put them instead. */
function closedWords({ closedOn, mergedIntoId }: Unit, byId: ReadonlyMap<string, Unit>): string {
  const into = mergedIntoId && byId.get(mergedIntoId)?.name;
  return into ? `已于 ${closedOn} 并入「${into}」，请改填现在的科室` : `已于 ${closedOn} 撤销，请改填现在的科室`;
}

/** Blanks between Chinese characters only line names up (张　三, 办 公 室): they are not part of the name. */
export function closedUp(text: string): string {
  return text.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
}
