/** Small per-browser conveniences (pinned projects, widths). Never needed for a page to work. */
export function recall<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`shipslog-${key}`);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(`shipslog-${key}`, JSON.stringify(value));
  } catch {
    // Private windows may refuse; the page works without.
  }
}
