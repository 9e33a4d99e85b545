// The table of many runs and what is made of it: filter, columns, order, groups, views, charts beside it, and the page that compares.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { legible } from "./legible.mjs";
import { drawn, filterRuns, gone, row, runLink, seen, shownRuns, signIn, sortBy, until, waitForRuns } from "./places.mjs";
import { api, given, perform } from "./stage.mjs";

const root = "/projects/me/many";
const many = 230;
const optimizers = ["adam", "sgd", "lion"];

await perform("runs", async ({ step, person, shot }) => {
  const { token, password } = given;
  const page = await person({ refusals: true });
  const made = async (k) => {
    const operations = [
      { op: "assign", path: "parameters/lr", kind: "float", value: (k % 7) / 100 },
      { op: "assign", path: "parameters/optimizer", kind: "string", value: optimizers[k % 3] },
      { op: "addToSet", path: "sys/tags", values: k % 5 === 0 ? ["xception", "לבדיקה"] : ["plain"] },
      { op: "append", kind: "floatSeries", path: "val/loss", points: [{ step: 0, value: 2 }, { step: 1, value: 1000 - k }, { step: 2, value: k }] },
    ];
    const answer = await api(token, "POST", `${root}/runs`, { name: `ניסוי ${k} (dropout=0.5)`, operations });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
  };
  await step("there are many runs, two with long series", async () => {
    for (let k = 1; k <= many; k++) await made(k);
    const steps = Array.from({ length: 20_000 }, (_, i) => i);
    const series = (shift) => [{ path: "train/loss", values: steps.map((i) => Math.sin(i / 900 + shift) + (i === 12_345 ? 9 : 0)) }];
    const runs = [1, 17].map((shift) => ({ run: `MNY-${shift}`, steps, series: series(shift) }));
    const answer = await api(token, "POST", `${root}/ingest`, { requestId: "long", runs });
    assert.deepEqual(answer.body?.rejected, [], JSON.stringify(answer));
  });

  await signIn(page, "me", password);
  await step("all rows are within reach, and new ones come by themselves", async () => {
    await page.goto("/me/many/runs");
    await seen(runLink(page, `MNY-${many}`));
    await seen(page.getByText(`${many} runs`));
    assert.ok((await shownRuns(page, "MNY")).length < 80, "only what is on screen is drawn");
    await page.keyboard.press("End");
    await seen(runLink(page, "MNY-1"));
    await page.keyboard.press("Home");
    await made(many + 1);
    await seen(runLink(page, `MNY-${many + 1}`));
    await legible(page, "the table");
    await shot(page, "01-table");
  });

  await step("columns of any figure are added, moved, sized, pinned and hidden; the address keeps them", async () => {
    await page.keyboard.press("c");
    const other = page.getByRole("checkbox", { name: "parameters/lr" });
    await seen(other);
    await page.getByLabel("Search attributes").fill("val");
    await gone(other); // A click on what is still moving hits nothing.
    await page.locator("button[title='Minimum of val/loss']").click();
    await legible(page, "the columns");
    await page.keyboard.press("Escape");
    const min = page.getByRole("columnheader").filter({ hasText: "min" });
    await seen(min);
    const width = page.getByRole("separator", { name: "Width of Name" });
    const before = Number(await width.getAttribute("aria-valuenow"));
    await width.press("ArrowRight");
    await until("the column is wider", async () => Number(await width.getAttribute("aria-valuenow")), (now) => now === before + 16);
    await menu(page, "Owner", "Hide");
    await gone(page.getByRole("columnheader").filter({ hasText: "Owner" }));
    await menu(page, "State", "Move towards the end");
    await menu(page, "optimizer", "Pin");
    const heads = () => page.getByRole("columnheader").allTextContents();
    const order = (titles) => titles.map((title) => title.trim()).slice(0, 5).join("|");
    const expected = "Id|Name|parameters/optimizer|Created|State";
    await until("the heads have moved", async () => order(await heads()), (now) => now === expected);
    await page.reload();
    await until("and stay so", async () => order(await heads()), (now) => now === expected);
    await seen(min);
  });

  await step("several keys sort", async () => {
    await page.goto("/me/many/runs");
    await sortBy(page, "parameters/optimizer");
    await page.getByRole("columnheader").locator("button[title^='val/loss']").first().click({ modifiers: ["Shift"] });
    await waitForTop(page, ["MNY-3", "MNY-6", "MNY-9"]);
    await page.getByRole("columnheader").locator("button[title^='val/loss']").first().click({ modifiers: ["Shift"] });
    await waitForTop(page, ["MNY-231", "MNY-228", "MNY-225"]);
    await page.keyboard.press("u");
    await waitForTop(page, ["MNY-3", "MNY-6", "MNY-9"]);
  });

  await step("the filter completes, and shows where it is wrong", async () => {
    await page.goto("/me/many/runs");
    await seen(runLink(page, "MNY-231"));
    await page.keyboard.press("/");
    await page.keyboard.type("optim");
    await page.getByRole("option", { name: /parameters\/optimizer/ }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type("= ");
    await page.getByRole("option", { name: /lion/ }).click();
    await page.keyboard.type("AND tag:xc");
    await page.getByRole("option", { name: /xception/ }).waitFor();
    await legible(page, "the completion");
    await shot(page, "02-completion");
    await page.keyboard.press("Tab");
    assert.equal((await page.getByLabel("Filter runs").inputValue()).trim(), "parameters/optimizer = lion AND tag:xception");
    await page.keyboard.press("Enter");
    await waitForTop(page, ["MNY-230", "MNY-215", "MNY-200"]);
    await page.getByRole("button", { name: /^Without tag:xception/ }).click();
    await seen(runLink(page, "MNY-227"));
    await filterRuns(page, "parameters/lr:flaot > 1");
    await seen(page.getByRole("alert").filter({ hasText: "flaot" }));
    assert.equal(await page.locator(".query-mark u").textContent(), "flaot");
    await legible(page, "a wrong filter");
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await seen(runLink(page, "MNY-231"));
    await row(page, "MNY-230").getByRole("button", { name: "לבדיקה" }).click();
    await gone(runLink(page, "MNY-231"));
    await seen(page.getByText("46 runs"));
  });

  await step("groups tell their figures, and open", async () => {
    await page.goto("/me/many/runs");
    await menu(page, "optimizer", "Group by it");
    await seen(page.getByText("231 runs in 3 groups"));
    await seen(line(page, /adam.*77 runs/).getByText("±"));
    await page.getByRole("button", { name: "Open optimizer: adam" }).click();
    await seen(runLink(page, "MNY-231"));
    await legible(page, "groups");
    await shot(page, "03-groups");
    await page.goto("/me/many/runs");
  });

  await step("many runs are tagged, and thrown away and brought back", async () => {
    await page.getByLabel("Select MNY-231").click();
    await page.getByLabel("Select MNY-229").click({ modifiers: ["Shift"] });
    await seen(page.getByText("3 runs selected"));
    await page.keyboard.press("t");
    await page.getByLabel("Tags, with commas between").fill("kept, טוב");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await seen(row(page, "MNY-230").getByRole("button", { name: "טוב" }));
    await legible(page, "a selection");
    await page.getByRole("button", { name: "To the trash" }).click();
    await seen(page.getByText("228 runs"));
    await page.getByRole("button", { name: "More of the runs page" }).click();
    await page.getByRole("menuitem", { name: "Show the trash" }).click();
    await waitForRuns(page, "MNY", ["MNY-231", "MNY-230", "MNY-229"]);
    await page.getByLabel("Select the rows on screen").click();
    await page.getByRole("button", { name: "Restore" }).click();
    await seen(page.getByText("The trash is empty."));
  });

  await step("all that is found leaves as CSV", async () => {
    await page.goto("/me/many/runs?q=tag:xception&columns=sys/name,val/loss~min");
    await seen(page.getByText("46 runs"));
    await page.getByRole("button", { name: "More of the runs page" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: /as CSV/ }).click()]);
    const lines = (await readFile(await download.path(), "utf8")).trim().split(/\r?\n/);
    assert.equal(lines.length, 47);
    assert.match(lines[1], /^MNY-230,ניסוי 230 \(dropout=0\.5\),2$/);
  });

  await step("a view is kept by name", async () => {
    await page.goto("/me/many/runs?q=tag:xception&sort=val/loss");
    await waitForTop(page, ["MNY-5", "MNY-10", "MNY-15"]);
    await page.getByRole("button", { name: "Views" }).click();
    await page.getByRole("menuitem", { name: /new view/ }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("הטובים");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.waitForURL("**view=*");
    await page.goto("/me/many/runs");
    await page.getByRole("button", { name: "Views" }).click();
    await page.getByRole("menuitem", { name: "הטובים" }).click();
    await waitForTop(page, ["MNY-5", "MNY-10", "MNY-15"]);
  });

  await step("charts stand beside the table; a selection is compared; a run keeps its colour", async () => {
    await page.goto("/me/many/runs?q=id+IN+[MNY-1,+MNY-17]");
    await seen(runLink(page, "MNY-17"));
    await page.keyboard.press("2");
    await drawn(page);
    await legible(page, "charts beside the table");
    await shot(page, "04-charts");
    await page.locator(".u-over").last().hover({ position: { x: 90, y: 60 } });
    await seen(page.locator(".u-cursor-x:not(.u-off)").nth(1));
    const colour = await swatch(row(page, "MNY-17"));
    await page.getByLabel("Select MNY-1", { exact: true }).click();
    await page.getByLabel("Select MNY-17").click();
    await page.getByRole("link", { name: /^Compare/ }).click();
    await page.waitForURL("**/compare**");
    await drawn(page);
    assert.equal(await swatch(page.locator(".run-chip").filter({ hasText: "MNY-17" })), colour);
    assert.notEqual(await swatch(page.locator(".run-chip").filter({ hasText: "MNY-1 " }).first()), undefined);
    await legible(page, "the comparison");
    await shot(page, "05-compare");
  });

  await step("parameters are axes, and a stretch of one is a condition of the filter", async () => {
    await page.goto("/me/many/runs?tab=params&columns=sys/name,parameters/lr,parameters/optimizer,val/loss");
    await until("each run is a line", () => page.locator(".params-line").count(), (count) => count === many + 1);
    await shot(page, "06-parameters");
    const axis = await page.locator(".params-strip").last().boundingBox();
    const x = axis.x + axis.width / 2;
    await page.mouse.move(x, axis.y + axis.height - 2);
    await page.mouse.down();
    await page.mouse.move(x, axis.y + axis.height * 0.5, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/q=val\/loss.*AND.*val\/loss/);
    await until("fewer are left", () => page.locator(".params-line").count(), (count) => count > 5 && count < 60);
    await seen(page.getByRole("button", { name: /^Without val\/loss/ }));
    await legible(page, "parallel coordinates");
    await page.goto("/me/many/compare?runs=MNY-1,17");
  });

  await step("a zoom reads the exact points, and the address keeps it", async () => {
    const chart = page.locator(".mantine-Card-root").filter({ hasText: "train" }).or(page.locator(".mantine-Card-root").filter({ hasText: "loss" })).first();
    await page.goto(page.url().replace(/\?/, "?m=train&"));
    await drawn(page);
    await seen(chart.getByText(/exact envelope/));
    const area = await chart.locator(".u-over").boundingBox();
    const at = (part) => area.x + area.width * part;
    await page.mouse.move(at(0.6), area.y + 40);
    await page.mouse.down();
    await page.mouse.move(at(0.62), area.y + 60, { steps: 4 });
    await page.mouse.up();
    await seen(chart.getByText("exact", { exact: true }));
    assert.match(page.url(), /zoom=train\/loss/);
    await page.getByLabel("Log y").setChecked(true, { force: true });
    await page.waitForURL("**log=1**");
    await page.reload();
    await drawn(page);
    await seen(chart.getByText("exact", { exact: true }));
    await chart.getByRole("button", { name: "Show everything" }).click();
    await seen(chart.getByText(/exact envelope/));
  });
});

function line(page, text) {
  return page.getByRole("row").filter({ hasText: text }).first();
}

async function menu(page, column, item) {
  const head = page.getByRole("columnheader").filter({ hasText: column }).first();
  await seen(head);
  await head.hover();
  await head.getByRole("button", { name: new RegExp(`^Column .*${column}`) }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

async function waitForTop(page, expected) {
  const top = async () => (await shownRuns(page, "MNY")).slice(0, expected.length);
  await until(`the table begins with ${expected}`, top, (runs) => JSON.stringify(runs) === JSON.stringify(expected));
}

function swatch(place) {
  return place.locator(".swatch").first().evaluate((element) => getComputedStyle(element).backgroundColor);
}
