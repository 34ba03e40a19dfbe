// What scripts ask of the server is asked at the horizon of the page that they belong to.

const seen = document.documentElement.dataset.seen;

/** The address of something at the horizon of this page; who has a cookie is never told more than that permits. */
export function at(path, parameters = {}) {
  const query = new URLSearchParams(parameters);
  if (seen) query.set("seen", seen);
  return query.size ? `${path}?${query}` : path;
}

/** Ask for JSON; throws if the server refuses. */
export async function ask(path, parameters, signal) {
  const answer = await fetch(at(path, parameters), { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return answer.json();
}

/** Put the horizon that the address of the page names, if it does, into another address of the same page. */
export function keepHorizon(parameters) {
  const named = new URLSearchParams(location.search).get("seen");
  if (named) parameters.set("seen", named);
  return parameters;
}
