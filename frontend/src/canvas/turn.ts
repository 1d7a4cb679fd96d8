// What is said of layers is answered one by one: who asks for more waits until the last of it is written.
let turn: Promise<void> = Promise.resolve();

/** Do this when everything said before is answered; what goes wrong in it holds nobody up. */
export function inTurn(work: () => Promise<void>): Promise<void> {
  turn = turn.then(work).catch(() => undefined);
  return turn;
}

/** Everything said by now is answered. */
export const settled = (): Promise<void> => turn;
