// Staff pages only; every page works without it. Says when htmx could not reach the portal,
// lets a button with data-print open the print dialogue, and has the languages of a page send the
// form that somebody wrote in last, where there are several.
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
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form || !form.querySelector("[name=_page]")) return;
  document.querySelectorAll(".languages [name=_switch]").forEach((button) => button.setAttribute("form", form.id));
});
