// What is around every page: the palette and keys, a server out of reach, short links, direction, and whether everything can be read.
import assert from "node:assert/strict";
import { barriers, legible } from "./legible.mjs";
import { gone, seen, signIn, until } from "./places.mjs";
import { address, api, given, perform } from "./stage.mjs";

await perform("frame", async ({ step, person, shot }) => {
  const { token, password } = given;
  const run = await step("there is a run", async () => {
    const made = await api(token, "POST", "/projects/me/digits/runs", { name: "ניסוי first" });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    return made.body.shortId;
  });
  const page = await person({ away: true, refusals: true });
  await signIn(page, "me", password);

  await step("the palette finds a run, and the keys lead home", async () => {
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Search runs, projects").fill("first");
    await seen(page.getByRole("button", { name: new RegExp(run) }));
    await until("the palette is legible", () => barriers(page), (found) => found.length === 0);
    await shot(page, "01-palette");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/me/digits/e/${run}*`);
    await page.keyboard.press("?");
    await seen(page.getByRole("dialog").getByText("Everywhere"));
    await until("the keys are legible", () => barriers(page), (found) => found.length === 0);
    await shot(page, "02-keys");
    await page.keyboard.press("Escape");
    await gone(page.getByRole("dialog").getByText("Everywhere"));
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await page.waitForURL(`${address}/`);
  });

  await step("a short link leads to the whole address", async () => {
    await page.goto("/me/digits/runs?q=first");
    await page.getByRole("button", { name: /short link/ }).click();
    const told = page.getByText(`${address}/-/v/`);
    await seen(told);
    await page.goto(await told.first().textContent());
    await page.waitForURL("**/me/digits/runs?q=first");
  });

  await step("a server out of reach is told of, and what was typed stays until it is back", async () => {
    await page.goto("/me/digits/settings");
    await page.getByLabel("Description").fill("typed before");
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Save" }).click();
    await seen(page.getByRole("alert").getByText("cannot be reached"));
    await shot(page, "03-away");
    await page.context().setOffline(false);
    await gone(page.getByText("What you see may be old"));
    assert.equal(await page.getByLabel("Description").inputValue(), "typed before");
    await page.getByRole("button", { name: "Save" }).click();
    await seen(page.getByText("The project was changed."));
  });

  await step("every page of the frame can be read, light and dark", async () => {
    for (const place of ["/", "/me/empty/runs", "/me/digits/settings", "/-/workspace/me", "/-/account", "/-/admin", "/no/such/place"]) {
      await page.goto(place);
      await seen(page.getByRole("heading", { level: 1 }));
      await legible(page, place);
    }
  });

  await step("the layout turns, and stays so", async () => {
    await page.goto("/-/account");
    await page.getByText("Right to left").click();
    await page.goto("/");
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    await seen(page.getByRole("link", { name: /digits/ }));
    await shot(page, "04-right-to-left");
  });
});
