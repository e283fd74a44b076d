import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Linked, LinkedSet } from '../src/linked-set.ts';

interface Member extends Linked<Member> {
  name: number;
}

describe('LinkedSet', () => {
  it('holds what a Set would', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), (names) => {
        const members: Member[] = Array.from({ length: 10 }, (_, name) => ({ name }));
        const linked = new LinkedSet<Member>();
        const expected = new Set<Member>();
        for (const name of names) {
          const member = members[name] as Member;
          if (expected.delete(member)) linked.delete(member);
          else {
            expected.add(member);
            linked.add(member);
          }
          expect([...linked].reverse()).toEqual([...expected]);
          expect(linked.size).toBe(expected.size);
        }
      }),
    );
  });

  it('bears members that leave while it is walked through', () => {
    const linked = new LinkedSet<Member>();
    for (let name = 0; name < 5; name += 1) linked.add({ name });
    for (const member of linked) linked.delete(member);
    expect(linked.size).toBe(0);
  });

  it('keeps nothing of a member that has left', () => {
    const linked = new LinkedSet<Member>();
    const [one, two]: [Member, Member] = [{ name: 1 }, { name: 2 }];
    linked.add(one);
    linked.add(two);
    linked.delete(one);
    expect(one).toEqual({ name: 1, before: undefined, after: undefined });
    expect(two.after).toBeUndefined();
  });
});
