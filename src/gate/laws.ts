import path from 'node:path';
import { hasArticle, lawSchema, versionsByKey, type Law, type LawVersion } from '../domain/law.ts';
import type { Problem } from './problem.ts';
import { filesIn, readYaml } from './yaml-file.ts';

/** The registry of laws from `content/laws/`: each card by its schema, then what cards say of each other and of themselves. */
export function readLaws(root: string, problems: Problem[]): Map<string, Law> {
  const laws = new Map<string, Law>();
  for (const name of filesIn(path.join(root, 'content/laws'), '.yaml')) {
    const lawId = name.slice(0, -5);
    const law = readYaml(root, `content/laws/${name}`, lawSchema, problems);
    if (law) laws.set(lawId, { ...law, lawId });
  }
  for (const law of laws.values()) for (const message of lawFaults(law, laws)) problems.push({ file: `content/laws/${law.lawId}.yaml`, line: null, message });
  return laws;
}

function lawFaults(law: Law, laws: ReadonlyMap<string, Law>): string[] {
  const faults: string[] = [];
  if (law.replaces && !laws.has(law.replaces)) faults.push(`replaces 指向不存在的法律：${law.replaces}`);
  const names = [...laws.values()].filter((other) => other !== law).flatMap((other) => [other.title, ...other.shortNames]);
  for (const name of [law.title, ...law.shortNames]) if (names.includes(name)) faults.push(`另一部法律也叫“${name}”`);
  if (new Set(law.versions.map((one) => one.version)).size < law.versions.length) faults.push('版本重复');
  for (const version of law.versions) faults.push(...versionFaults(version, laws).map((fault) => `${version.version} 年版本：${fault}`));
  return faults;
}

function versionFaults(version: LawVersion, laws: ReadonlyMap<string, Law>): string[] {
  const faults: string[] = [];
  const strange = (keys: readonly string[], what: string, of: LawVersion = version) => {
    for (const key of keys) if (!hasArticle(of, key)) faults.push(`${what}写到第 ${key} 条，但只有 ${of.articles} 条`);
  };
  if (version.adopted > version.effective) faults.push('施行日早于通过日');
  if (version.repealed && version.repealed <= version.effective) faults.push('失效日不晚于施行日');
  strange(Object.keys(version.gists), '要旨');
  strange(version.headings.flatMap((heading) => [heading.from, heading.to]), '标题');
  strange(Object.keys(version.outline).filter((key) => !key.includes('-')), '款项');
  if (version.comparison) {
    const earlier = versionsByKey(laws.values()).get(version.comparison.with);
    if (!earlier) return [...faults, `comparison 指向不存在的文本：${version.comparison.with}`];
    strange(version.comparison.rows.flatMap((row) => row.after), '对照');
    strange(version.comparison.rows.flatMap((row) => row.before), '对照', earlier.version);
  }
  return faults;
}
