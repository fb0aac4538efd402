// Asks before a page is left on which something was typed that was not sent; pages work without it.
let typed = document.querySelector("[data-unsaved]") !== null;
addEventListener("input", () => (typed = true));
addEventListener("submit", () => (typed = false));
addEventListener("beforeunload", (event) => typed && event.preventDefault());
