import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

// Texts to render. What a lesson's head must say is checked by the gate (src/gate), which also fills the catalog.
const lessons = defineCollection({
  loader: glob({ base: './content/courses', pattern: '*/*.mdx', generateId: ({ entry }) => entry.replace(/\.mdx$/, '') }),
  schema: z.looseObject({ title: z.string() }),
});

const guide = defineCollection({
  loader: glob({ base: './content/guide', pattern: '*.md' }),
  schema: z.strictObject({ title: z.string(), order: z.int(), summary: z.string() }),
});

export const collections = { lessons, guide };
