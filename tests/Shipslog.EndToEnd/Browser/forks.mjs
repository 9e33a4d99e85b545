// Runs of Neptune 3.x: the tree of their forks, however large, and previews that go on from the curve until points overtake them.
import assert from "node:assert/strict";
import { legible } from "./legible.mjs";
import { scale } from "./neptune3.mjs";
import { gone, row, seen, signIn, until, waitForRuns } from "./places.mjs";
import { api, given, perform } from "./stage.mjs";

const { token, password } = given;
const many = 1000;

await perform("forks", async ({ step, person, shot }) => {
  const client = scale(token, "me/forks");
  await step("a client writes a family of runs, and previews", async () => {
    await client.create("base", { experiment: "pretrain" });
    await client.log("base", "loss", [0, 1, 2, 3, 4].map((i) => [i, 10 - i]));
    await client.create("next", { experiment: "pretrain", parent: "base", at: 2 });
    await client.log("next", "loss", [[3, 6], [4, 5], [5, 4.5, 0.6], [6, 4, 0.25]]);
    await client.create("side", { experiment: "other", parent: "base", at: 3 });
    await client.create("later", { experiment: "other", parent: "next", at: 6 });
    await client.create("alone");
    const trashed = await api(token, "POST", "/projects/me/forks/runs/trash", { runs: ["FRK-3"] });
    assert.equal(trashed.body.changed, 1);
  });

  const page = await person();
  await signIn(page, "me", password);
  const tree = page.getByRole("list", { name: "Family of forks" });
  const rows = tree.getByRole("listitem");

  await step("every run shows the same tree, and which run of it this is", async () => {
    await page.goto("/me/forks/e/FRK-2");
    await seen(tree);
    await until("all runs", async () => (await rows.allInnerTexts()).map((row) => row.replace(/\s+/g, " ").trim()), (found) =>
      JSON.stringify(found) ===
      JSON.stringify([
        "FRK-1 base",
        "FRK-2 next head of pretrain this run at step 2",
        "FRK-4 later head of other at step 6",
        "FRK-3 side in the trash at step 3",
      ]));
    await legible(page, "the tree of forks");
    await shot(page, "01-tree");
    await rows.getByRole("link", { name: "FRK-4" }).click();
    await seen(rows.filter({ hasText: "FRK-4" }).getByText("this run"));
    assert.match(page.url(), /FRK-4/);
    await page.getByRole("link", { name: "In the table" }).click();
    await waitForRuns(page, "FRK", ["FRK-4", "FRK-2", "FRK-1"]);
  });

  await step("the table shows the family of a run", async () => {
    await page.goto("/me/forks/runs");
    await waitForRuns(page, "FRK", ["FRK-5", "FRK-4", "FRK-2", "FRK-1"]);
    await row(page, "FRK-2").getByRole("checkbox").check();
    await page.getByRole("button", { name: "Its forks" }).click();
    await waitForRuns(page, "FRK", ["FRK-4", "FRK-2", "FRK-1"]);
  });

  await step("previews are told under the pointer, also those that a fork shares", async () => {
    for (const run of ["FRK-2", "FRK-4"]) {
      await page.goto(`/me/forks/e/${run}/charts`);
      await seen(page.getByText("2 previews"));
      const plot = await page.locator(".u-over").boundingBox();
      await page.mouse.move(plot.x + plot.width - 2, plot.y + plot.height / 2);
      await seen(page.getByText("preview, 25 % complete"));
      await page.mouse.move(plot.x + (plot.width * 5) / 6, plot.y + plot.height / 2);
      await seen(page.getByText("preview, 60 % complete"));
      await page.mouse.move(plot.x + plot.width / 2, plot.y + plot.height / 2);
      await gone(page.getByText(/preview, /));
    }
    await page.goto("/me/forks/compare?runs=FRK-1,FRK-2,FRK-4");
    await seen(page.getByText("4 previews"));
    await legible(page, "previews");
    await shot(page, "02-previews");
  });

  await step("points that overtake previews take them away, on the screen too", async () => {
    await page.goto("/me/forks/e/FRK-2/charts");
    await seen(page.getByText("2 previews"));
    await client.log("next", "loss", [[5, 4.4]]);
    await seen(page.getByText("1 preview", { exact: true }));
    await client.log("next", "loss", [[7, 3]]);
    await gone(page.getByText(/\d previews?$/));
  });

  await step("of a thousand forks those on the way to the run are shown, and all when asked for", async () => {
    await client.create("big", { experiment: "big" });
    await client.log("big", "loss", [[0, 1]]);
    for (let i = 0; i < many - 1; i++) await client.create(`big-${i}`, { parent: i % 10 === 0 ? "big" : `big-${i - 1}`, at: 0 });
    const last = `FRK-${5 + many}`;
    await page.goto(`/me/forks/e/${last}`);
    await seen(page.getByText("1 000 runs".replace(" ", "\u202f")));
    await seen(rows.getByRole("link", { name: last, exact: true }));
    const height = () => tree.evaluate((list) => list.getBoundingClientRect().height);
    const few = await height();
    await shot(page, "03-thousand");
    await page.getByRole("button", { name: "Show all" }).click();
    await until("the whole tree", height, (all) => all > few && all >= many * 20);
    assert.ok((await rows.count()) < 100);
    await legible(page, "a large tree of forks");
  });
});
