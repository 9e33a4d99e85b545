/**
 * Lists of runs in addresses, short enough for a thousand of them: `SAN-1~4,9` is SAN-1 to SAN-4 and SAN-9. What has no
 * number at its end stands as it is.
 */
const most = 2000;

export function parseRuns(text: string | undefined): string[] {
  const runs: string[] = [];
  let key = "";
  for (const word of (text ?? "").split(",")) {
    const [, prefix = "", first = "", last] = /^(.*?-)?(\d+)(?:~(\d+))?$/.exec(word) ?? [];
    if (!first || (!prefix && !key)) {
      if (word) runs.push(word);
      continue;
    }
    if (prefix) key = prefix;
    for (let n = Number(first); n <= Number(last ?? first) && runs.length < most; n++) runs.push(key + n);
  }
  return [...new Set(runs)];
}

/** In the order given; only neighbours that count up become a range. */
export function formatRuns(runs: readonly string[]): string | undefined {
  const words: string[] = [];
  let key = "";
  for (let i = 0; i < runs.length; i++) {
    const [, prefix = "", first = ""] = /^(.*-)([1-9]\d*|0)$/.exec(runs[i] ?? "") ?? [];
    if (!first) {
      words.push(runs[i] ?? "");
      continue;
    }
    let last = Number(first);
    while (runs[i + 1] === prefix + (last + 1)) {
      i++;
      last++;
    }
    const range = last > Number(first) ? `${first}~${last}` : first;
    words.push(prefix === key ? range : prefix + range);
    key = prefix;
  }
  return words.length ? words.join(",") : undefined;
}
