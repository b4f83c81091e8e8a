import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { schemaProblems, type Problem } from './problem.ts';

/** The file as its schema has it, or null with what is wrong added to `problems`. */
export function readYaml<T extends z.ZodType>(root: string, file: string, schema: T, problems: Problem[]): z.infer<T> | null {
  if (!existsSync(path.join(root, file))) { problems.push({ file, line: null, message: '缺少这个文件' }); return null; }
  return parseYamlText(readFileSync(path.join(root, file), 'utf8'), file, 1, schema, problems);
}

/** `firstLine`: line of the file where the text begins. */
export function parseYamlText<T extends z.ZodType>(text: string, file: string, firstLine: number, schema: T, problems: Problem[]): z.infer<T> | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) problems.push({ file, line: error.linePos ? error.linePos[0].line + firstLine - 1 : null, message: `YAML 写法有误：${error.message.split('\n')[0]}` });
  if (document.errors.length) return null;
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  for (const problem of schemaProblems(file, parsed.error)) problems.push(problem);
  return null;
}

export function foldersIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort() : [];
}

export function filesIn(folder: string, ending: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)).sort() : [];
}
