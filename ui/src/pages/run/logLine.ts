// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours start with the escape character
const ansi = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** What a terminal would show: colours removed, and of a progress bar only its last state. */
export function logLine(text: string): string {
  return text
    .replace(ansi, "")
    .replace(/[\r\n]+$/, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""))
    .map((line) => line.slice(line.lastIndexOf("\r") + 1))
    .join("\n");
}
