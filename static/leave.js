// Leaves a page of a report at once: by its link, or by Shift pressed alone three times within
// five seconds. The page is replaced, so that Back does not return to it.
(() => {
  let pressed = [];
  let combined = false;
  const leave = () => {
    document.documentElement.hidden = true;
    location.replace("/exit");
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest('a[href="/exit"]')) return;
    event.preventDefault();
    leave();
  });
  // Whoever types a capital letter lets go of it while Shift is down; that does not count.
  document.addEventListener("keyup", (event) => {
    const now = Date.now();
    if (event.key !== "Shift") pressed = [];
    else if (!combined) pressed = [...pressed.filter((then) => now - then < 5000), now];
    combined = event.shiftKey;
    if (pressed.length === 3) leave();
  });
  const hint = document.querySelector("[data-leave]");
  if (hint) hint.hidden = false;
})();
