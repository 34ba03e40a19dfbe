// Has a dump made without leaving the page, and tells its checksum and size when it is there.

import { at } from "./asking.js";

const told = document.getElementById("told");

for (const link of document.querySelectorAll(".sum a")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const row = link.closest("tr");
    const file = row.dataset.file;
    const cell = row.querySelector(".sum");
    const size = row.querySelector(".size");
    link.textContent = "is being made …";
    link.classList.add("working");
    told.textContent = `${file} is being made.`;
    const response = await fetch(at(`/data/dumps/${file}.sha256`)).catch(() => null);
    if (!response?.ok) {
      link.textContent = "not now; try again";
      told.textContent = `${file} could not be made now: too much is going on. Try again in a moment.`;
      return;
    }
    const digest = (await response.text()).split(" ")[0];
    const head = await fetch(at(`/data/dumps/${file}`), { method: "HEAD" });
    const code = document.createElement("code");
    code.textContent = digest;
    cell.replaceChildren(code);
    const bytes = Number(head.headers.get("content-length"));
    size.textContent = `${(bytes / 1048576).toFixed(1)} MiB`;
    told.textContent = `${file} is there: ${size.textContent}.`;
  });
}
