import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const document = readFileSync(new URL("../../../protocols/api/openapi.json", import.meta.url), "utf8");
const [, signature, ...lines] = readFileSync(new URL("./schema.d.ts", import.meta.url), "utf8").split("\n");

// gen.mjs signs both what it read and what it wrote, so neither a changed document nor an edited file goes unseen.
it("is generated from the checked-in document, and was not edited since (else: ./dev gen)", () => {
  const hash = createHash("sha256").update(document).update(lines.join("\n")).digest("hex");
  expect(signature).toBe(`// ${hash}`);
});
