// Without the characters that are taken for one another when read aloud or from paper.
const characters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** A password of 16 characters (92 bits), in groups of four, from the browser's cryptographic source. */
export function newPassword(): string {
  let text = "";
  while (text.length < 16) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    // Bytes beyond the last whole round would make some characters likelier than others.
    if (byte < 256 - (256 % characters.length)) text += characters[byte % characters.length];
  }
  return (text.match(/.{4}/g) ?? []).join("-");
}
