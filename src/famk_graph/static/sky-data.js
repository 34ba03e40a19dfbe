// Asks for the network while the rest of the page's scripts still load.
import { at } from "./asking.js";

export const answer = fetch(at("/api/network"));
answer.catch(() => {}); // whoever awaits it is told
