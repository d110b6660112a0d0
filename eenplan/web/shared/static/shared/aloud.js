// Reads a page aloud, where the browser has a voice for its language. Without this file a page is only read.
(() => {
  "use strict";
  const speech = window.speechSynthesis;
  const place = document.querySelector("[data-aloud]");
  if (!speech || !place || !window.SpeechSynthesisUtterance) {
    return;
  }
  const button = place.querySelector("button");
  const words = button.querySelector("span");
  const start = words.textContent;
  const plain = (code) => code.toLowerCase().split(/[-_]/)[0];
  const voiceFor = (code) => speech.getVoices().find((voice) => plain(voice.lang) === plain(code));
  const show = () => {
    place.hidden = !voiceFor(document.documentElement.lang);
  };
  let reading = 0;
  const stop = () => {
    reading += 1;
    speech.cancel();
    words.textContent = start;
  };
  // What is said: headings and sentences in their order, each in its own language; no buttons, forms or icons.
  const QUIET = "[data-quiet], form, nav, button, [hidden], details:not([open]) > :not(summary)";
  const sentences = () => [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd, blockquote, b, small, summary, figcaption)")]
    .filter((one) => !one.closest(QUIET) && !one.querySelector("h1, h2, h3, p, li, dt, dd, blockquote, b, small"))
    .map((one) => ({ text: one.innerText.trim(), lang: one.closest("[lang]").lang }))
    .filter((one) => one.text && voiceFor(one.lang));
  const read = () => {
    stop();
    const mine = reading;
    words.textContent = place.dataset.stop;
    const said = sentences();
    const next = () => {
      const one = said.shift();
      if (mine !== reading) {
        return;
      }
      if (!one) {
        stop();
        return;
      }
      const spoken = new SpeechSynthesisUtterance(one.text);
      spoken.lang = one.lang;
      spoken.voice = voiceFor(one.lang);
      spoken.rate = 0.9;
      spoken.onend = next;
      spoken.onerror = stop;
      speech.speak(spoken);
    };
    next();
  };
  button.addEventListener("click", () => (words.textContent === start ? read() : stop()));
  // Nothing goes on speaking when one leaves, quickly or not, or looks at something else.
  window.addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  document.addEventListener("click", (event) => event.target.closest("a, [data-leave]") && stop(), true);
  speech.addEventListener?.("voiceschanged", show);
  show();
})();
