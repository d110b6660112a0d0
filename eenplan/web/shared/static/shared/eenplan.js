// Only what makes a working page nicer: every page works without this file.
(() => {
  "use strict";
  // What htmx puts in a page is a page's own text. No policy makes code: a script of text is refused.
  window.trustedTypes?.createPolicy("default", { createHTML: (text) => text });
  // Leaving quickly: the page that one leaves must not be one step back, and a plan that is open closes.
  document.addEventListener("click", (event) => {
    const away = event.target.closest("a[data-leave]");
    if (away && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const close = document.querySelector("form[data-close]");
      if (close) {
        fetch(close.action, { method: "POST", body: new FormData(close), keepalive: true, redirect: "manual" });
      }
      window.location.replace(away.href);
    }
  });
  // Something is wrong: start reading there, also after a part of the page was swapped.
  const tell = (root) => root.querySelector("[data-errors]")?.focus();
  tell(document);
  document.addEventListener("htmx:afterSwap", (event) => tell(event.target));
  // On paper nothing stays folded.
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details.fold")) {
      part.open = true;
    }
  });
  // The language menu closes like any menu.
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.language[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
