// Staff pages only; every page works without it. Says when htmx could not reach the portal,
// and lets a button with data-print open the print dialogue.
document.addEventListener("htmx:error", () => {
  const status = document.getElementById("status");
  if (!status) return;
  status.classList.remove("govuk-visually-hidden");
  status.classList.add("failed");
  status.textContent = status.dataset.failed;
});
document.addEventListener("htmx:after:request", () => {
  const status = document.getElementById("status");
  if (!status || !status.classList.contains("failed")) return;
  status.classList.remove("failed");
  status.classList.add("govuk-visually-hidden");
  status.textContent = "";
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
