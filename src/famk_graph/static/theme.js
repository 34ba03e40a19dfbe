// Runs before the page is drawn, so that a chosen theme never flashes.
const chosen = localStorage.getItem("famk-theme");
if (chosen) document.documentElement.dataset.theme = chosen;
