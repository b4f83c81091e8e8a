import mdx from '@astrojs/mdx';
import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'middleware', bodySizeLimit: 12 * 1024 * 1024 }),
  integrations: [mdx()],
  markdown: { syntaxHighlight: false },
  trailingSlash: 'ignore',
  // The server itself checks the origin of every unsafe request, forms or not (src/server/origin-check.ts).
  security: { checkOrigin: false, actionBodySizeLimit: 12 * 1024 * 1024 },
  // The policy allows nothing inline (src/server/response-headers.ts).
  build: { inlineStylesheets: 'never' },
  vite: { build: { assetsInlineLimit: 0 } },
  devToolbar: { enabled: false },
});
