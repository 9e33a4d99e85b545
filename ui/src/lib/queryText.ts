/** Edits of the filter text that clicks make: a chip is a term of the top-level AND, nothing more hidden than that. */

const bare = /^[\p{L}_][\p{L}\p{N}_./-]*$/u;
const words = /^(and|or|not|in|contains|exists|is|nan|null|true|false)$/i;

export const quoteName = (path: string) => (bare.test(path) && !words.test(path) ? path : `\`${path}\``);
export const quoteValue = (value: string) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

export function term(path: string, value: string | number | boolean | string[]): string {
  if (path === "sys/tags" || path === "sys/group_tags" || Array.isArray(value)) {
    const list = Array.isArray(value) ? value : [String(value)];
    return list.map((v) => `${quoteName(path)} CONTAINS ${quoteValue(v)}`).join(" AND ");
  }
  if (typeof value === "string") return `${quoteName(path)} = ${quoteValue(value)}`;
  return `${quoteName(path)} = ${value}`;
}

/** The terms of the outermost AND; one single term when the text has an OR outside parentheses and quotes. */
export function splitTerms(filter: string): string[] {
  const terms: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let i = 0; i < filter.length; i++) {
    const c = filter[i] ?? "";
    if (quote) {
      if (c === "\\") i++;
      else if (c === quote) quote = "";
      continue;
    }
    if (c === '"' || c === "'" || c === "`") quote = c;
    else if (c === "(") depth++;
    else if (c === ")") depth--;
    else if (depth === 0) {
      const rest = filter.slice(i);
      if (/^\s+or\s/i.test(rest)) return [filter.trim()];
      const and = /^\s+and\s+/i.exec(rest);
      if (and) {
        terms.push(filter.slice(start, i).trim());
        i += and[0].length - 1;
        start = i + 1;
      }
    }
  }
  terms.push(filter.slice(start).trim());
  return terms.filter(Boolean);
}

export function addTerm(filter: string, added: string): string {
  const terms = splitTerms(filter);
  if (terms.includes(added)) return filter.trim();
  const whole = terms.length === 1 && /\sor\s/i.test(terms[0] ?? "") ? `(${terms[0]})` : filter.trim();
  return whole ? `${whole} AND ${added}` : added;
}

export const removeTerm = (filter: string, index: number): string =>
  splitTerms(filter)
    .filter((_, i) => i !== index)
    .join(" AND ");

/** The runs that both find. */
export function bothFilters(one: string, other: string): string {
  if (!one.trim() || !other.trim()) return one.trim() || other.trim();
  const whole = (text: string) =>
    splitTerms(text).length > 1 || !/\s(or|and|not)\s/i.test(text) ? text.trim() : `(${text.trim()})`;
  return `${whole(one)} AND ${whole(other)}`;
}
