import { defineConfig } from 'vitepress';
import { anchorOf } from './anchor.ts';
import { REPOSITORY, siteLink, sitePicture, sourceOf } from './repository-links.ts';

export default defineConfig({
  title: 'ofox',
  description: 'One key and one client for many language models, over three protocols.',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/fox.svg' }]],
  cleanUrls: true,
  srcExclude: ['test/**'],
  markdown: {
    anchor: { slugify: anchorOf },
    config(md) {
      md.core.ruler.push('site-links', ({ tokens, env }) => {
        // Titles are read without their page, and have no links.
        if (env.path === undefined) return;
        const source = sourceOf(env.path, env.relativePath);
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const href = token.type === 'link_open' ? token.attrGet('href') : null;
          if (href !== null) token.attrSet('href', siteLink(href, source));
          const src = token.type === 'image' ? token.attrGet('src') : null;
          if (src !== null) token.attrSet('src', sitePicture(src, env.relativePath));
        }
      });
    },
  },
  themeConfig: {
    logo: '/fox.svg',
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path`, text: 'Edit this page' },
    nav: [
      { text: 'Start', link: '/start/sdk' },
      { text: 'Concepts', link: '/concepts' },
      { text: 'Gateway', link: '/gateway' },
      { text: 'Errors', link: '/errors' },
    ],
    sidebar: [
      {
        text: 'Start',
        items: [
          { text: 'What it is', link: '/' },
          { text: 'With your SDK', link: '/start/sdk' },
          { text: 'In n8n', link: '/start/n8n' },
          { text: 'In LangChain', link: '/start/langchain' },
          { text: 'In an agent, over MCP', link: '/start/mcp' },
          { text: 'On your own machine', link: '/start/self-hosting' },
        ],
      },
      {
        text: 'Understand',
        items: [
          { text: 'Concepts', link: '/concepts' },
          { text: 'Between the protocols', link: '/protocols' },
          { text: 'Errors', link: '/errors' },
          { text: 'Security', link: '/security' },
          { text: 'Examples', link: '/cookbook' },
        ],
      },
      {
        text: 'The gateway',
        items: [
          { text: 'Running it', link: '/gateway' },
          { text: 'Configuration', link: '/gateway-configuration' },
          { text: 'Beside others', link: '/comparison' },
        ],
      },
      {
        text: 'Packages',
        items: [
          { text: '@ofoxai/core', link: '/packages/core' },
          { text: '@ofoxai/gateway', link: '/packages/gateway' },
          { text: '@ofoxai/langchain', link: '/packages/langchain' },
          { text: '@ofoxai/mcp', link: '/packages/mcp' },
          { text: 'n8n-nodes-ofoxai', link: '/packages/n8n' },
        ],
      },
      {
        text: 'Move here',
        items: [
          { text: 'From the OpenAI SDK', link: '/migration/openai-sdk' },
          { text: 'From ChatOpenAI', link: '/migration/chat-openai' },
          { text: 'From OpenRouter', link: '/migration/openrouter' },
          { text: 'From LiteLLM or Portkey', link: '/migration/litellm-and-portkey' },
          { text: "From n8n's OpenAI nodes", link: '/migration/n8n' },
        ],
      },
      {
        text: 'Contribute',
        items: [{ text: 'Architecture', link: '/architecture' }],
      },
    ],
    footer: { message: 'MIT licensed.' },
  },
});
