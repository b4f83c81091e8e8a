import { z } from 'zod';

/** Something the gate found: where, and a sentence for the author saying what is wrong. */
export interface Problem { file: string; line: number | null; message: string }

/** One problem for each thing a schema refused, with the path of the field. */
export function schemaProblems(file: string, error: z.ZodError): Problem[] {
  return error.issues.map((issue) => ({ file, line: null, message: `${issue.path.length ? `${issue.path.join('.')}：` : ''}${issue.message}` }));
}

export function problemText({ file, line, message }: Problem): string {
  return `${file}${line ? `:${line}` : ''}  ${message}`;
}
