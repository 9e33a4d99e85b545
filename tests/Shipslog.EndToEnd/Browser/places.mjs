// The places of the UI by what people call them: roles, labels, titles. Nothing here knows how a page is made.
import assert from "node:assert/strict";

export const patience = 60_000;

/** Waits until a condition holds; the last answer is told when it never does. */
export async function until(title, ask, holds = (answer) => answer) {
  const end = Date.now() + patience;
  let answer;
  do {
    answer = await ask();
    if (holds(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < end);
  assert.fail(`${title}: ${JSON.stringify(answer)}`);
}

export const seen = (locator) => locator.first().waitFor({ state: "visible", timeout: patience });
export const gone = (locator) => locator.first().waitFor({ state: "hidden", timeout: patience });

export async function signIn(page, name, password) {
  await page.goto("/");
  await page.getByLabel("User name").fill(name);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await seen(page.getByRole("button", { name: `Account of ${name}` }));
}

export const runLink = (page, run) => page.getByRole("row").getByRole("link", { name: run, exact: true });
export const row = (page, run) => page.getByRole("row").filter({ has: page.getByRole("link", { name: run, exact: true }) });

/** The short ids of the runs that the table shows, from the top. */
export const shownRuns = (page, key) =>
  page.getByRole("row").getByRole("link", { name: new RegExp(`^${key}-\\d+$`) }).allTextContents();

export async function waitForRuns(page, key, expected) {
  const same = (runs) => JSON.stringify(runs) === JSON.stringify(expected);
  await until(`the table shows ${expected}`, () => shownRuns(page, key), same);
}

export async function filterRuns(page, text) {
  await page.getByLabel("Filter runs").fill(text);
  await page.getByLabel("Filter runs").press("Enter");
}

/** Clicks the head of a column. */
export const sortBy = (page, path) => page.getByRole("columnheader").locator(`button[title^="${path}"]`).first().click();

export const tab = (page, name) => page.getByRole("tab", { name }).click();

/** A chart has drawn a curve: its canvas holds pixels of some colour. */
export async function drawn(page, place = page) {
  const canvas = place.locator("canvas").first();
  await seen(canvas);
  await until("a curve is drawn", () =>
    canvas.evaluate((element) => {
      const { data } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
      for (let at = 0; at < data.length; at += 4) {
        const [red, green, blue, alpha] = data.subarray(at, at + 4);
        if (alpha > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 40) return true;
      }
      return false;
    }),
  );
}
