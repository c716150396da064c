"use strict";
// After each commit the content is fetched again and put in place of what is shown; nothing else on the page changes.
(() => {
  if (!window.EventSource || document.getElementById("live") === null) { return; }
  let isUnderWay = false;
  let isWanted = false;
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
  // One at a time: commits may come faster than pages.
  const renew = async () => {
    isWanted = true;
    if (isUnderWay) { return; }
    isUnderWay = true;
    while (isWanted) {
      isWanted = false;
      await refresh().catch(() => {});
    }
    isUnderWay = false;
  };
  let known = null;
  let events = null;
  const listen = () => {
    events = new EventSource("/api/v1/live");
    // What was committed while nobody listened is told by the greeting.
    events.addEventListener("hello", (event) => {
      if (known !== null && known !== event.data) { renew(); }
      known = event.data;
    });
    events.addEventListener("commit", (event) => {
      known = event.data;
      renew();
    });
    // A browser tries again by itself, but for an answer that is an error, as while a store is away.
    events.addEventListener("error", () => {
      if (events.readyState === EventSource.CLOSED) { setTimeout(listen, 10000); }
    });
  };
  listen();
  window.addEventListener("pagehide", () => { events.close(); });
})();
