/**
 * Whether an error is about fetching a part of the program (each browser says it in its own words): the server is away, or
 * was updated and no longer has the part that this tab knows of.
 */
export const isLoadFailure = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|importing a module script|preload CSS|error loading/i.test(error.message);

/** Whether to load the page anew: once, not again and again when that does not help. */
export function mayReload(now: number, last: number | undefined): boolean {
  return last === undefined || now - last > 30_000;
}
