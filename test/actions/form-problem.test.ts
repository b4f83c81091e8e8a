import { expect, test } from 'vitest';
import { typedFields } from '../../src/actions/form-problem.ts';

test('what was typed is kept whatever its fields are called, passwords and codes excepted', () => {
  const form = new FormData();
  for (const [name, value] of [['constructor', 'a'], ['__proto__', 'b'], ['letters', 'A'], ['letters', 'B'], ['password', 'x'], ['setupCode', 'y'], ['current', 'z']]) form.append(name!, value!);
  expect(Object.entries(typedFields(form))).toEqual([['constructor', ['a']], ['__proto__', ['b']], ['letters', ['A', 'B']]]);
});
