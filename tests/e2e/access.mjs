// Every screen for those who see little, hear through a screen reader, use no mouse, or bear no motion: axe's rules up to WCAG 2.1 AA,
// a focus that is seen wherever Tab leads, and nothing that moves by itself. node access.mjs <address> <folder> [en|zh]
import { check, moduleText, story, until } from "./browser.mjs";
import { film, scripts, told } from "./films.mjs";

const STOPS = 40; // of Tab on each screen
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

await story("access", async ({ page, snap, base, language, t }) => {
  const found = [];
  await page.evaluate(moduleText("axe-core"));
  const audit = async (screen) => {
    await page.evaluate(() => document.activeElement?.blur?.());
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(moduleText("axe-core"));
    const broken = await page.evaluate(async (tags) => {
      const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map((one) => `${one.target.join(" ")} ${one.any[0]?.message?.slice(0, 110) ?? ""}`).join(" | ")}`);
    }, TAGS);
    const named = await page.evaluate(() => [...document.querySelectorAll("button, a[href], input, select, textarea, [role=button], [role=slider], [tabindex]")]
      .filter((one) => one.checkVisibility() && one.type !== "file" && one.tabIndex >= 0 && !one.closest("[aria-hidden=true]"))
      .filter((one) => !(one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.textContent.trim() || one.labels?.length || one.title || one.querySelector("img[alt]")))
      .map((one) => `no name: ${one.outerHTML.slice(0, 120)}`));
    const unseen = [];
    for (let stop = 0; stop < STOPS; stop++) {
      await page.keyboard.press("Tab");
      unseen.push(...(await page.evaluate(() => {
        const one = document.activeElement;
        if (!one || one === document.body || one.matches("dialog")) return [];
        const ringed = (element) => {
          const style = getComputedStyle(element);
          return (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
        };
        const shown = ringed(one) || [...one.closest("label")?.querySelectorAll("*") ?? []].some(ringed) || (one.closest("label") && ringed(one.closest("label"))) || (one.parentElement && ringed(one.parentElement));
        return shown ? [] : [`focus is not seen: ${one.outerHTML.slice(0, 120)}`];
      })));
    }
    const moving = await page.evaluate(() => document.getAnimations()
      .filter((one) => one.playState === "running" && one.effect.getComputedTiming().duration > 10 && one.effect.target?.tagName !== "PROGRESS")
      .map((one) => `moves by itself: ${one.effect.target?.className} ${one.animationName ?? one.transitionProperty}`));
    const all = [...new Set([...broken, ...named, ...unseen, ...moving])];
    console.log(all.length === 0 ? `  ✓ ${screen}` : `  ✗ ${screen}\n      ${all.join("\n      ")}`);
    found.push(...all.map((one) => `${screen}: ${one}`));
    await snap(screen);
  };
  const sheet = async (key, screen, selector = "dialog[open]") => {
    await page.locator(".topbar .brand").focus();
    await page.keyboard.press(key);
    await page.waitForSelector(selector);
    await audit(screen);
    await page.keyboard.press("Escape");
    await until("the sheet is closed", async () => (await page.locator("dialog[open]").count()) === 0, 5000);
  };

  const id = await film(page, { script: scripts[language], title: language === "zh" ? "厨房与海" : "Kitchen and sea", frames: 24, make: true });
  await page.reload();
  await page.waitForSelector(".film-card, .films a, main a");
  await audit("projects");
  await page.getByRole("button", { name: t("projects.write") }).click();
  await page.waitForSelector("textarea.script");
  await audit("writing");
  await page.goto(`${base}/p/${id}/board`);
  await page.waitForSelector(".card");
  await audit("board-making");
  await told(page, base, id).made();
  await until("all is shown as made", async () => (await page.locator(".card.fresh").count()) === (await page.locator(".card").count()), 30_000);
  await page.locator(".card").first().click();
  await page.waitForSelector(".inspector .take");
  await audit("board-shot");
  await page.locator(".band .heading").first().click();
  await audit("board-scene");
  await page.locator(".card").first().click();
  await page.keyboard.press("n");
  await page.waitForSelector(".card.blank");
  await audit("board-blank");
  await page.locator(".card").first().focus();
  await page.keyboard.press("Control+z");
  for (const [key, screen] of [["?", "keys"], ["b", "builds"], ["e", "export"], ["/", "find"], ["Control+,", "settings"]]) await sheet(key, screen);
  await page.goto(`${base}/p/${id}/cut`);
  await page.waitForSelector(".tl-spoken [data-clip]", { state: "attached" });
  await audit("cut");
  await page.goto(`${base}/p/${id}/cast`);
  await page.locator(".lib-entry").first().click();
  await page.waitForSelector(".shelf-form");
  await audit("cast");
  await page.locator(".shelves [role=tab]").nth(1).click();
  await page.locator(".lib-entry").first().click();
  await audit("places");
  await page.locator(".shelves [role=tab]").nth(2).click();
  await audit("styles");
  check("nobody is shut out", found.length === 0, found.length);
}, { reducedMotion: "reduce" });
