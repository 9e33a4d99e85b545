import { describe, expect, it } from "vitest";
import { addressOfToken, clientLines, environmentLines } from "./connect";

const place = { name: "me/digits", address: "http://127.0.0.1:5050", token: "abc" };

describe("the lines of an empty project", () => {
  it("let old clients speak plain http", () => {
    expect(environmentLines("bash", place).split("\n")).toEqual([
      "export NEPTUNE_API_TOKEN='abc'",
      "export NEPTUNE_PROJECT='me/digits'",
      "export OAUTHLIB_INSECURE_TRANSPORT='1'  # the clients refuse plain http without it",
    ]);
  });
  it("let clients accept a self-signed certificate over https", () => {
    const lines = environmentLines("powershell", { ...place, address: "https://tracker.local" });
    expect(lines).toContain("$env:NEPTUNE_ALLOW_SELF_SIGNED_CERTIFICATE = '1'");
    expect(lines).not.toContain("OAUTHLIB");
    expect(clientLines("curl", { ...place, address: "https://tracker.local" })).toContain("--insecure");
  });
  it("quote a project's name for each language", () => {
    const odd = { ...place, name: "me/Dan's \\o/" };
    expect(environmentLines("bash", odd)).toContain("'me/Dan'\\''s \\o/'");
    expect(environmentLines("powershell", odd)).toContain("'me/Dan''s \\o/'");
    expect(environmentLines("python", odd)).toContain("'me/Dan\\'s \\\\o/'");
    expect(clientLines("neptune0", odd)).toContain("neptune.init('me/Dan\\'s \\\\o/')");
    expect(clientLines("curl", { ...place, name: "me/עברית" })).toContain("/projects/me/%D7%A2");
  });
  it("take the address from the token, which the server may have been told", () => {
    const token = btoa(JSON.stringify({ api_address: "https://public.example", api_key: "k" }));
    expect(addressOfToken(token)).toBe("https://public.example");
    expect(addressOfToken("not a token")).toBeUndefined();
  });
});
