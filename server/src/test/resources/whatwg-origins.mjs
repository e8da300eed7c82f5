// Reads a JSON array of strings from standard input and prints, for each, the origin that the URL
// Standard gives it, or null where it is no URL on its own. Browsers implement the same standard.
import { readFileSync } from 'node:fs';

const urls = JSON.parse(readFileSync(0, 'utf8'));
const origins = urls.map((url) => {
  try {
    return new URL(url).origin;
  } catch {
    return null;
  }
});
process.stdout.write(JSON.stringify(origins));
