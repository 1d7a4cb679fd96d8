// Edits are drawn before the studio has them; what is asked of the studio next waits until it does.
import { useDocument } from "../document/store";

/** When every edit of mine has been answered. */
export function settled(): Promise<void> {
  return new Promise((done) => {
    if (useDocument.getState().speculative.length === 0) return done();
    const leave = useDocument.subscribe((state) => {
      if (state.speculative.length > 0) return;
      leave();
      done();
    });
  });
}
