// For staff: says what changed in a part of a page, and leads on.
{
const find = (id) => document.getElementById(id);
const now = () => document.activeElement;
const on = (name, act) => document.addEventListener(`htmx:${name}`, (event) => act(event.detail.ctx, event));
const say = (words) => {
  const status = find("status"), failed = status?.dataset[words];
  if (!status) return;
  status.className = failed ? "failed" : "govuk-visually-hidden";
  status.textContent = failed ?? words;
};
const busy = (part, is) => {
  part.ariaBusy = is;
  part.querySelectorAll("input, textarea").forEach((one) => (one.readOnly = is));
};
const focus = (place) => {
  const able = "[tabindex], a[href], button, textarea";
  const goal = place.matches(able) ? place : place.querySelector(able) ?? place;
  if (goal.tabIndex < 0) goal.tabIndex = -1;
  goal.focus();
};
let held, done;
on("before:request", ({ target }) => busy(target, true));
on("finally:request", ({ indicators }) => indicators?.forEach((one) => busy(one)));
on("after:request", () => say(""));
on("response:error", ({ response }) => response.status > 499 && say("fault"));
on("error", () => say("failed"));
on("before:swap", ({ swap, sourceElement }, event) => {
  if (swap === "none") event.preventDefault();
  held = now();
  done = sourceElement.dataset.done;
});
// By now htmx has led to autofocus, or to the same id.
on("after:swap", ({ target, response: { raw } }) => {
  const { body } = document, part = find(target.slice?.(1)) ?? body;
  const place = find(new URL(raw.url).searchParams.get("_at"));
  if (now() === body) find(held.id)?.focus();
  const lost = now() === body && (part === body || held !== body);
  if (place && !place.contains(now())) focus(place);
  else if (raw.ok ? lost : !part.querySelector("[autofocus]")) focus(part.querySelector("h1, h2") ?? part);
  const news = [...part.querySelectorAll("[data-said='']")].map((one) => one.innerText);
  say((raw.ok && part !== body && done) || place?.closest("[data-said]")?.dataset.said || news.join(" "));
});
}
