// Staff pages only; every page works without it. Lets a button with data-print open the print
// dialogue, and has the languages of a page with several forms send all of them.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
// Fields of a form as an address: where it is sent to, "?", and what stands in it but secrets.
const written = (form) => {
  const fields = [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !form.querySelector(`[type=password][name="${name}"]`));
  return `${new URL(form.getAttribute("action") || "", location.href).pathname}?${new URLSearchParams(fields)}`;
};
document.addEventListener("click", (event) => {
  const chosen = event.target.closest(".languages a[hreflang], main [name=_switch]");
  const forms = [...document.forms].filter((form) => form.querySelector("[name=_switch]"));
  if (!chosen || forms.length < 2 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const sent = chosen.form || forms[0];
  const others = forms.filter((form) => form !== sent).map(written);
  const carry = ({ formData }) => others.forEach((other) => formData.append("_beside", other));
  sent.addEventListener("formdata", carry, { once: true });
  if (chosen.form) return;
  event.preventDefault();
  sent.requestSubmit(sent.querySelector(`[name=_switch][value="${chosen.hreflang}"]`));
});
