import { describe, expect, it } from 'vitest';
import { hasNoBrowser, useStage } from './stage.ts';
import { answer, ask, openPlayground } from './talk.ts';

const stage = useStage();

describe.skipIf(hasNoBrowser)('the playground', () => {
  it.each(['openai', 'anthropic', 'gemini'])('streams on the %s wire', async (protocol) => {
    const { page } = await openPlayground(stage, `?protocol=${protocol}&model=openai/gpt-4o`);
    await ask(page, 'Count to 5.');
    await answer(page).getByText('1, 2, 3, 4, 5').waitFor();
    await page.getByText('Answer', { exact: true }).click();
    const used = page.locator('.wire .used');
    const framing =
      protocol === 'gemini' ? 'candidates' : protocol === 'openai' ? '[DONE]' : 'message_stop';
    await used.getByText(framing).first().waitFor();
  });

  it('stops the upstream when it is told to', async () => {
    const { page } = await openPlayground(stage, '?model=openai/gpt-4o:pace-40');
    await ask(page, 'Write 2000 words about rivers.');
    await answer(page).locator('.text-block').first().waitFor();
    expect(await stage.gateway.metric('ofox_requests_in_flight')).toBe(2);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped. What came so far is kept.').waitFor();
    await expect.poll(() => stage.gateway.metric('ofox_requests_in_flight')).toBe(1);
    await page.getByRole('button', { name: 'Send' }).waitFor();
  });

  it('takes tool calls answered by the page and by hand', async () => {
    const { page } = await openPlayground(
      stage,
      '?tools=get_weather&model=google/gemini-3-flash-preview',
    );
    await ask(page, 'What is the weather in Lisbon and Oslo?');
    await page.getByRole('button', { name: 'Run it here' }).first().click();
    await page.getByLabel('Answer of get_weather').nth(1).fill('The station is silent');
    await page.getByLabel('It failed').nth(1).check();
    await page.getByRole('button', { name: 'Give the answers to the model' }).click();
    await answer(page).getByText('get_weather failed: The station is silent').waitFor();
    await answer(page)
      .getByText(/"city":"Lisbon"/)
      .waitFor();
  });

  it('sends images, and satisfies a schema', async () => {
    const { page } = await openPlayground(stage);
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
    const file = { name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') };
    await page.getByLabel('Images to send').setInputFiles(file);
    await page.getByAltText('dot.png').waitFor();
    await ask(page, 'What is this?');
    await answer(page)
      .getByText(/1 ?[x×] ?1/)
      .waitFor();
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByRole('button', { name: /Demand a form/ }).click();
    await answer(page).getByText('"name":"Ada"').waitFor();
  });

  it('takes tools that somebody writes, and answers made up for them', async () => {
    const { page } = await openPlayground(stage, '?model=openai/gpt-4o&toolChoice=required');
    await page.getByText('Tools', { exact: true }).click();
    await page.getByRole('button', { name: 'Begin with an example' }).click();
    await ask(page, 'Which flights go from Lisbon to Oslo on 2026-12-24?');
    const call = page.getByRole('region', { name: 'Tool call 1: find_flights' });
    await call.getByLabel('Answer of find_flights').fill('OF 12 at 9:40');
    expect(await call.getByRole('button', { name: 'Run it here' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Give the answer to the model' }).click();
    await answer(page).getByText('find_flights answered: OF 12 at 9:40').waitFor();
  });

  it('shows what the model draws', async () => {
    const { page } = await openPlayground(stage, '?model=google/gemini-2.5-flash-image');
    await ask(page, 'Draw a red fox.');
    const drawn = answer(page).getByAltText('What the model drew');
    await drawn.waitFor();
    await expect
      .poll(() => drawn.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(100);
    expect(await answer(page).locator('a.picture').getAttribute('download')).toMatch(/\.png$/);
  });

  it('sends nothing that makes no sense, and keeps what was written', async () => {
    const { page } = await openPlayground(stage, '?schema=[&message=Hello');
    await page.getByText('Not to be sent yet. The schema of the answer:').waitFor();
    await page.getByLabel('Message').press('Enter');
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    expect(await page.getByLabel('Message').inputValue()).toBe('Hello');
    await page.getByLabel('JSON Schema that the answer must satisfy').fill('');
    await page.getByLabel('Message').press('Enter');
    await page.getByText('Requests left').waitFor();
  });

  it('leads strangers from one thing to the next', async () => {
    const { page } = await openPlayground(stage);
    await page.getByRole('button', { name: 'Watch it stream' }).click();
    const saw = page.getByRole('complementary', { name: 'What you saw' });
    await saw.getByText('That was GPT').waitFor();
    await saw.getByRole('button', { name: 'Next: Let it think first' }).click();
    await saw.getByText('signed by Anthropic').waitFor();
    expect(await page.locator('.turn-user').count()).toBe(1);
  });

  it('falls back, and tells what was tried', async () => {
    const { page } = await openPlayground(stage);
    await page.getByRole('button', { name: /Break it on purpose/ }).click();
    const tried = page.getByLabel('What was tried');
    await tried.getByText('openai/gpt-4o:error-503 on embedded: unavailable (503)').waitFor();
    await tried.getByText('anthropic/claude-haiku-4.5 on embedded: answered').waitFor();
  });

  it('keeps what came of a broken stream, and sends it again', async () => {
    const { page } = await openPlayground(stage);
    await page.getByRole('button', { name: /Cut the stream/ }).click();
    await page.getByText('The answer broke off in the middle.').waitFor();
    await page.getByText(/req_[0-9a-f]{32}/).waitFor();
    expect(await answer(page).locator('.text-block').textContent()).toMatch(/.{20}/);
    await page.getByLabel('Goes wrong on purpose').selectOption('');
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('Requests left').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});
