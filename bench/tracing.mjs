// The main thread of a page under a trace: its tasks and frames, for the benches that drive a real browser.
import { writeFileSync } from "node:fs";

/** Every task of the page's main thread in a trace: how long it took and how long it really worked, in ms. */
function tasks(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const named = traceEvents.filter((one) => one.name === "thread_name" && one.args.name === "CrRendererMain");
  const mains = new Set(named.map((one) => `${one.pid} ${one.tid}`));
  return traceEvents.filter((one) => one.name === "RunTask" && one.dur && mains.has(`${one.pid} ${one.tid}`)).map((one) => ({ took: one.dur / 1000, worked: (one.tdur ?? one.dur) / 1000 }));
}
export const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;
export const most = (all) => all.reduce((high, one) => Math.max(high, one), 0);

/** Run it under a trace; the longest task, and how long it took between two frames. */
export async function traced(browser, folder, page, act) {
  await browser.startTracing(page, { categories: ["devtools.timeline", "toplevel", "disabled-by-default-devtools.timeline"] });
  await page.evaluate(() => {
    window.beats = [];
    let last = 0;
    const beat = (now) => {
      if (last) window.beats.push(now - last);
      last = now;
      window.beating = requestAnimationFrame(beat);
    };
    window.beating = requestAnimationFrame(beat);
  }).catch(() => undefined);
  await act();
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.beating);
    return window.beats ?? [];
  });
  const trace = await browser.stopTracing();
  if (process.env.TRACE) writeFileSync(`${folder}/trace-${Date.now()}.json`, trace);
  const all = tasks(trace);
  return { longest: most(all.map((one) => one.took)), worked: most(all.map((one) => one.worked)), frame: median(frames), late: frames.filter((one) => one > 34).length, frames: frames.length };
}
