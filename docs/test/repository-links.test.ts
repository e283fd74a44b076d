import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { REPOSITORY, siteLink, sitePicture, sourceOf } from '../.vitepress/repository-links.ts';

const RAW = 'https://raw.githubusercontent.com/ofoxai/ofox/main';

describe('links on the site', () => {
  it.each([
    ['gateway.md#keys', 'docs/errors.md', '/gateway.md#keys'],
    ['../errors.md', 'docs/start/sdk.md', '/errors.md'],
    ['#keys', 'docs/gateway.md', '#keys'],
    ['../CONTRIBUTING.md', 'docs/architecture.md', `${REPOSITORY}/tree/main/CONTRIBUTING.md`],
    ['core/stream.ts', 'examples/README.md', `${REPOSITORY}/tree/main/examples/core/stream.ts`],
    [`${REPOSITORY}/blob/main/docs/errors.md`, 'packages/core/README.md', '/errors.md'],
    ['https://n8n.io', 'packages/n8n-nodes-ofoxai/README.md', 'https://n8n.io'],
  ])('%s in %s leads to %s', (href, source, target) => {
    expect(siteLink(href, source)).toBe(target);
  });

  it('shows the pictures of READMEs from the site itself', () => {
    const src = `${RAW}/docs/images/n8n-canvas.png`;
    expect(sitePicture(src, 'packages/n8n.md')).toBe('../images/n8n-canvas.png');
    expect(sitePicture('../images/a.png', 'start/n8n.md')).toBe('../images/a.png');
  });

  it.each([
    ['packages/n8n.md', 'packages/n8n-nodes-ofoxai/README.md'],
    ['cookbook.md', 'examples/README.md'],
    ['errors.md', 'docs/errors.md'],
  ])('knows that %s stands in %s', (page, source) => {
    expect(sourceOf(fileURLToPath(new URL(`../${page}`, import.meta.url)), page)).toBe(source);
  });
});
