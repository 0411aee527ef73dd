// What holds of every answer, whoever asks: nothing from elsewhere, no complaint, a strict policy.
const visited = new Set();

/** Each `METHOD path` that a browser asked for. */
export const asked = visited;

/** Hears what the browser says of its own accord; each fault is told. */
export function watch(context, origins, tell) {
  context.on('weberror', (fault) => tell(fault.error().message));
  context.on('console', (line) => {
    // A page that is gone, or not yet allowed, says so by its status, which is told as an error too.
    if (line.type() === 'error' && !/status of 4\d\d/.test(line.text())) tell(line.text());
  });
  context.on('request', (request) => {
    const url = request.url();
    if (url.startsWith('data:')) return;
    if (!origins.some((origin) => url.startsWith(`${origin}/`))) return tell(`asks ${url}`);
    visited.add(`${request.method()} ${new URL(url).pathname}`);
  });
}

/** What is wrong with a page's headers. */
export async function headerFaults(answer) {
  const headers = await answer.allHeaders();
  const faults = [];
  const policy = headers['content-security-policy'] ?? '';
  if (!policy.includes("default-src 'none'")) faults.push(`its policy is not strict: ${policy}`);
  // The card's own page lets the card company's field in, and nothing else.
  const open = /\/checkouts\/[^/]+\/card$/.test(new URL(answer.url()).pathname) ? /unsafe| \*/ : /unsafe|https?:|\*/;
  if (open.test(policy)) faults.push(`its policy lets in too much: ${policy}`);
  if (answer.status() >= 500) faults.push(`answers ${answer.status()}`);
  if ((headers['cache-control'] ?? '').startsWith('public')) {
    if (headers['set-cookie']) faults.push('is for everybody and sets a cookie');
    if (!/^"[^"]+"$/.test(headers.etag ?? '')) faults.push(`is for everybody and has the ETag ${headers.etag}`);
  }
  return faults;
}
