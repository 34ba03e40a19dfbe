// The state of a view is in the address. What a person does by hand is a step, which Back undoes and Forward does again;
// all else, such as typing and moving about, changes the address where it is.

import { keepHorizon } from "./asking.js";

if (history.state?.step === undefined) history.replaceState({ step: 0 }, "");
let at = history.state.step, most = at, search = location.search;

/** Whether there is a step to undo, and one to do again. */
export const steps = () => ({ undo: at > 0, redo: at < most });

/** Write parameters into the address, as a step or in place. */
export function remember(parameters, step = false) {
  const query = keepHorizon(parameters).toString().replaceAll("%2C", ",");
  if ((query ? `?${query}` : "") === location.search) return;
  if (step) most = at += 1;
  const address = location.pathname + (query ? `?${query}` : "") + location.hash;
  history[step ? "pushState" : "replaceState"]({ step: at }, "", address);
  search = location.search;
}

/** Run something whenever Back or Forward has brought another state of this view. */
export function whenReturned(run) {
  addEventListener("popstate", () => {
    if (history.state?.step === undefined) history.replaceState({ step: at }, ""); // a place within the page
    at = history.state.step;
    if (location.search === search) return;
    search = location.search;
    run();
  });
}
