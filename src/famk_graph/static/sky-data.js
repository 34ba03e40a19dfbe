// Asks for the network while the rest of the page's scripts still load.
export const answer = fetch("/api/network");
answer.catch(() => {}); // whoever awaits it is told
