import type { MessageInput } from '@ofoxai/core';
import { describe, expect, test } from 'vitest';
import { Conversations } from '../src/conversations.ts';
import { TestClock } from './support/test-clock.ts';

const HOUR = 3_600_000;

function start() {
  const clock = new TestClock();
  const conversations = new Conversations(clock);
  const say = (id: string, text: string) => {
    const turn = conversations.take(id);
    const said: MessageInput = { role: 'user', content: text };
    turn.end([said]);
    return turn.before.length;
  };
  return { clock, conversations, say };
}

describe('a conversation', () => {
  test('is forgotten two hours after its last use', () => {
    const { clock, say } = start();
    expect(say('a', 'one')).toBe(0);
    clock.advance(2 * HOUR - 1);
    expect(say('a', 'two')).toBe(1);
    clock.advance(2 * HOUR - 1);
    expect(say('a', 'three')).toBe(2);
    clock.advance(2 * HOUR);
    expect(say('a', 'four')).toBe(0);
  });

  test('makes room for the hundred and first when it is the oldest', () => {
    const { say } = start();
    for (let i = 0; i < 100; i++) say(`${i}`, 'hello');
    expect(say('0', 'again')).toBe(1);
    say('new', 'hello');
    expect(say('0', 'still here')).toBe(2);
    expect(say('1', 'forgotten')).toBe(0);
  });

  test('takes one turn at a time', () => {
    const { conversations, say } = start();
    const turn = conversations.take('a');
    expect(() => conversations.take('a')).toThrow(/still on its way/);
    turn.giveUp();
    expect(say('a', 'now')).toBe(0);
  });

  test('is not forgotten in the middle of a turn, however long it takes', () => {
    const { clock, conversations, say } = start();
    say('a', 'one');
    const turn = conversations.take('a');
    clock.advance(3 * HOUR);
    for (let i = 0; i < 150; i++) say(`${i}`, 'hello');
    expect(() => conversations.take('a')).toThrow(/still on its way/);
    turn.end([{ role: 'user', content: 'two' }]);
    expect(say('a', 'three')).toBe(2);
  });

  test('is as it was when a turn is given up', () => {
    const { conversations, say } = start();
    say('a', 'one');
    conversations.take('a').giveUp();
    expect(say('a', 'two')).toBe(1);
  });

  test('ends when it is full', () => {
    const { say } = start();
    say('a', 'x'.repeat(5 * 1024 * 1024));
    expect(() => say('a', 'more')).toThrow(/is full; go on under another conversation_id/);
    expect(say('b', 'more')).toBe(0);
  });
});
