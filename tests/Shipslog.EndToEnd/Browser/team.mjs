// A team: a link invites a colleague, who sees and compares; a viewer reads only; a stranger is told of nothing.
import assert from "node:assert/strict";
import { runLink, seen, signIn } from "./places.mjs";
import { address, api, given, perform, play } from "./stage.mjs";

const root = "/projects/team/digits";

await perform("team", async ({ step, person, shot }) => {
  const { token, password } = given;
  const run = await step("there is a run", () =>
    play("client", {
      workspace: "team",
      project: "digits",
      user: "captain",
      token,
      file: "neptune0/exchanges/first-day-0.4.106.http",
      replace: { '"visibility": "priv"': '"visibility": "workspace"' },
    }),
  );

  const invitation = await step("an admin makes a link", async () => {
    const page = await person();
    await signIn(page, "captain", password);
    await page.goto("/-/workspace/team");
    await page.getByRole("button", { name: /Create link|Invite/ }).first().click();
    const link = page.getByText(`${address}/-/invite/`).first();
    await seen(link);
    await shot(page, "01-invitation");
    return (await link.textContent()).match(/http\S+\/-\/invite\/[\w-]+/)[0];
  });

  await step("a colleague opens it, makes an account, and is in", async () => {
    const page = await person();
    await page.goto(invitation);
    await seen(page.getByText("Join team"));
    await page.getByLabel("User name").fill("mate");
    await page.getByRole("textbox", { name: "Password" }).fill("another long password");
    await shot(page, "02-join");
    await page.getByRole("button", { name: /Create account/ }).click();
    await seen(page.getByRole("button", { name: "Account of mate" }));
    await page.getByRole("link", { name: /digits/ }).first().click();
    await runLink(page, run).click();
    await page.getByLabel("Comment, Markdown").fill("Seen from the other desk.");
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    await seen(page.getByRole("paragraph").getByText("Seen from the other desk."));
  });

  await step("a viewer sees everything, and finds nothing to change it with", async () => {
    const added = await api(token, "PUT", `${root}/members/guest`, { role: "viewer" });
    assert.equal(added.status, 200, JSON.stringify(added.body));
    const page = await person({ refusals: true });
    await signIn(page, "guest", password);
    await page.goto(`/team/digits/e/${run}`);
    await seen(page.getByText("Seen from the other desk."));
    await seen(page.getByText("שלום"));
    for (const name of ["Edit", "Comment", "Abort", "Stop"])
      assert.equal(await page.getByRole("button", { name, exact: true }).count(), 0, name);
    assert.equal(await page.getByLabel("Add a tag").count(), 0);
    assert.equal(await writeFromPage(page), 403);
    await shot(page, "03-viewer");
  });

  await step("a stranger is told of nothing", async () => {
    const page = await person({ refusals: true });
    await signIn(page, "stranger", password);
    await seen(page.getByText("No project yet"));
    assert.equal(await page.getByText("digits").count(), 0);
    for (const place of ["runs", `e/${run}`, `compare?runs=${run}`]) {
      await page.goto(`/team/digits/${place}`);
      await seen(page.getByText(/nothing here|no project|does not exist|may not see/i));
      assert.equal(await page.getByText("xception").count(), 0);
    }
    await shot(page, "04-stranger");
  });

  async function writeFromPage(page) {
    return await page.evaluate(async (path) => {
      const { csrfToken } = await (await fetch("/api/v1/session")).json();
      const headers = { "content-type": "application/json", "x-csrf-token": csrfToken };
      const operations = [{ op: "assign", path: "sys/description", kind: "string", value: "mine" }];
      return (await fetch(path, { method: "POST", headers, body: JSON.stringify({ operations }) })).status;
    }, `/api/v1${root}/runs/${run}/operations`);
  }
});
