import type { RefusalCode } from '../domain/refusal.ts';

/** Why a form was refused: a sentence for the top, a sentence beside each field, and everything that was typed. */
export interface FormProblem {
  action: string;
  code: RefusalCode;
  title: string;
  detail: string;
  status: number;
  fields: Record<string, string>;
  typed: Record<string, string[]>;
}

/** What was typed, for filling the form in again. Passwords and files are left out. */
export function typedFields(form: FormData): Record<string, string[]> {
  const typed: Record<string, string[]> = Object.create(null);
  for (const [name, value] of form) {
    if (typeof value === 'string' && !isSecret(name)) (typed[name] ??= []).push(value);
  }
  return typed;
}

export function isSecret(name: string): boolean {
  return /password|code|current|repeated/i.test(name);
}
