// Staff pages only; every page works without it. Lets a button with data-print open the print
// dialogue, has the languages of a page with several forms send all of them, and looks after
// presses where a page changes in place (parts.js).
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
// While a part is under way nothing is chosen in it that would be set back; and of a double click
// the second would hit what has come under the pointer.
for (const name of ["mousedown", "click", "keydown"]) {
  document.addEventListener(name, (event) => {
    const { target, detail, key } = event;
    const waits = key !== "Tab" && target.matches("[aria-busy=true] :is(select, [type=checkbox], [type=radio])");
    // Enter in a field presses the first button of its form, which may stand outside of the part.
    const meant = name === "click" && target.ariaHidden && target.form?.querySelector(`[hx-post][value="${target.value}"]:not([aria-hidden])`);
    if (waits || meant || (name === "click" && detail > 1 && target.closest("[hx-post]"))) event.preventDefault();
    if (meant) meant.click();
  }, true);
}
// Whoever goes back gives up what they wait for.
let asking;
document.addEventListener("htmx:before:request", ({ detail }) => (asking = detail.ctx.sourceElement));
document.addEventListener("htmx:finally:request", () => (asking = null));
addEventListener("popstate", () => asking !== document.body && asking?.dispatchEvent(new Event("htmx:abort")));
