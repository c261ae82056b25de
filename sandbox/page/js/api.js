// Talks to the sandbox: JSON calls and the stream of changes. Knows addresses, not what is shown.

const WORDS = {
  not_in_channel: "You are not in this conversation.",
  user_not_found: "Nobody here has that id.",
  is_archived: "This channel is archived.",
  unknown_command: "No app answers this command.",
};

/** A call that did not succeed: `message` is meant for the person, `code` is the sandbox's own. */
export class ApiError extends Error {
  constructor(message, code = null) {
    super(message);
    this.code = code;
  }
}

async function read(response) {
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    const code = body?.error ?? null;
    throw new ApiError(
      body?.detail ?? WORDS[code] ?? code ?? `The sandbox answered ${response.status}.`,
      code,
    );
  }
  if (body === null) throw new ApiError("The sandbox answered with something that is not JSON.");
  return body;
}

async function call(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new ApiError("The sandbox cannot be reached. Is it still running?");
  }
  return read(response);
}

/** GET /page/NAME with parameters; returns the JSON body or throws ApiError. */
export function get(name, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value));
  return call(`/page/${name}?${query}`, { cache: "no-store" });
}

/** POST /page/NAME with a JSON body; returns the JSON body or throws ApiError. */
export function post(name, body) {
  return call(`/page/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/**
 * Follows the changes one person can see; reconnects for ever, waiting longer each time.
 * `onChange({what, channel?})` per change, `onLink(true|false)` when the line comes up or drops.
 * Returns a function that stops it.
 */
export function follow(person, onChange, onLink) {
  let source = null;
  let timer = 0;
  let wait = FIRST_WAIT_MS;
  const open = () => {
    source = new EventSource(`/page/events?as=${encodeURIComponent(person)}`);
    source.addEventListener("open", () => {
      wait = FIRST_WAIT_MS;
      onLink(true);
    });
    source.addEventListener("change", (event) => onChange(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      // EventSource gives up for good on a refused connection, so every error starts afresh here.
      source.close();
      onLink(false);
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
