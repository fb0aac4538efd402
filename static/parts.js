// For staff. Says what changed in a part of a page, and leads to where the work goes on.
{
const find = (id) => document.getElementById(id);
const on = (name, act) => document.addEventListener(`htmx:${name}`, (event) => act(event.detail.ctx, event));
const say = (words, failed = false) => {
  const status = find("status");
  if (!status) return;
  status.className = failed ? "failed" : "govuk-visually-hidden";
  status.textContent = status.dataset[words] ?? words;
};
const inside = "[tabindex], a[href], button, textarea, select, input:not([type=hidden])";
const focus = (place) => {
  const goal = place.matches(inside) ? place : place.querySelector(inside) ?? place;
  if (goal.tabIndex < 0) goal.tabIndex = -1;
  goal.focus();
};
let held, done;
on("before:request", ({ target }) => (target.ariaBusy = true));
on("finally:request", ({ indicators }) => indicators?.forEach((one) => (one.ariaBusy = null)));
on("after:request", () => say(""));
on("response:error", ({ response }) => response.status > 499 && say("broken", true));
on("error", () => say("failed", true));
on("before:swap", (ctx, event) => {
  if (ctx.swap === "none") event.preventDefault();
  held = document.activeElement.id;
  done = ctx.sourceElement.dataset.done;
});
// By then htmx has led to what has autofocus, or the same id as before.
on("after:swap", ({ target, response: { raw } }) => {
  const part = target.nodeType ? target : document.querySelector(target);
  const place = find(new URL(raw.url).searchParams.get("_at"));
  const lost = () => document.activeElement === document.body;
  if (lost()) find(held)?.focus();
  if (place && !place.contains(document.activeElement)) focus(place);
  else if (raw.ok ? lost() : !part.querySelector("[autofocus]")) focus(part.querySelector("h1, h2") ?? part);
  document.activeElement.scrollIntoView({ block: "nearest" });
  const news = [...part.querySelectorAll("[data-said='']")].map((one) => one.innerText);
  say((raw.ok && done) || place?.closest("[data-said]")?.dataset.said || news.join(" "));
});
}
