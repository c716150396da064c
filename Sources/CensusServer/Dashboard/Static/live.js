"use strict";
// After each commit the content is fetched again and put in place of what is shown; nothing else on the page changes.
(() => {
  if (!window.EventSource || document.getElementById("live") === null) { return; }
  const refresh = async () => {
    const active = document.activeElement;
    if (active !== null && active.matches("input")) { return; }
    const answer = await fetch(location.href, { cache: "no-cache", headers: { Accept: "text/html" } });
    if (!answer.ok) { return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.getElementById("main");
    if (content === null) { return; }
    document.getElementById("main").replaceWith(content);
    document.getElementById("live").hidden = false;
  };
  const events = new EventSource("/api/v1/live");
  events.addEventListener("commit", () => { refresh().catch(() => {}); });
  window.addEventListener("pagehide", () => { events.close(); });
})();
