/* The page of the chat: its rows, its words, and leaving it at once.
   Without this script, or in a browser that is too old for it, the page works by plain forms. */
(function () {
  "use strict";

  if (!window.fetch || !window.Promise || !window.JSON || !document.querySelector) return;

  var LEAVE_PRESSES = 3, LEAVE_WITHIN_MS = 2000, TRY_AGAIN_MS = 3000;
  var root = document.documentElement;
  var log = document.getElementById("log");
  var notice = document.getElementById("notice");
  var placed = {};
  var left = false, firm = "";

  var page = window.passerelle = {
    after: Number(document.body.getAttribute("data-after")) || 0,
    words: JSON.parse(document.body.getAttribute("data-words")),
    left: function () { return left; },
    say: say,
    insist: insist,
    take: take,
    leave: leave,
    blank: blank,
    heard: function () { /* set by the script that sends */ },
    newId: newId
  };

  root.classList.add("scripted");
  each("[data-row]", function (row) { placed[row.getAttribute("data-row")] = row; });
  toEnd();

  function each(selector, visit, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), visit);
  }

  /* 96 random bits: the same message sent again keeps its id and is taken once. */
  function newId() {
    var bytes = new Uint8Array(12), id = "";
    window.crypto.getRandomValues(bytes);
    for (var i = 0; i < bytes.length; i++) id += ("0" + bytes[i].toString(16)).slice(-2);
    return id;
  }

  function say(words) {
    var told = firm || words || "";
    notice.textContent = told;
    notice.hidden = !told;
  }

  /* What must be read stays until it is taken back, whatever else there is to say. */
  function insist(words) {
    if (firm === words) return;
    firm = words;
    say("");
  }

  /* ------------------------------------------------------------ what is new */

  function take(news) {
    if (news.words) speak(news);
    var first = null;
    news.rows.forEach(function (row) {
      var shown = place(row);
      if (shown && !first) first = shown;
      if (shown && shown.classList.contains("you")) page.heard(shown.querySelector(".text").textContent);
    });
    if (!first) return;
    var start = document.getElementById("start");
    if (start) start.parentNode.removeChild(start);
    markLatest();
    bringIntoView(first);
  }

  function place(row) {
    if (placed[row.id]) return null;
    page.after = Math.max(page.after, row.id);
    var holder = document.createElement("div");
    holder.innerHTML = row.html;
    var shown = holder.firstElementChild;
    var earlier = row.replaces && placed[row.replaces];
    if (earlier) {
      earlier.parentNode.replaceChild(shown, earlier);
      Object.keys(placed).forEach(function (id) { if (placed[id] === earlier) placed[id] = shown; });
    } else {
      log.appendChild(shown);
    }
    placed[row.id] = shown;
    return shown;
  }

  function markLatest() {
    var last = null;
    each(".row.latest", function (row) { row.classList.remove("latest"); });
    each(".row.bot", function (row) { if (row.querySelector(".choices")) last = row; }, log);
    if (last) last.classList.add("latest");
  }

  function speak(news) {
    page.words = news.words;
    root.lang = news.language;
    root.dir = news.direction;
    document.title = news.words.title;
    each("[data-word]", function (e) { e.textContent = page.words[e.getAttribute("data-word")]; });
    ["label", "title", "placeholder"].forEach(function (what) {
      var name = "data-word-" + what, attribute = what === "label" ? "aria-label" : what;
      each("[" + name + "]", function (e) {
        e.setAttribute(attribute, page.words[e.getAttribute(name)]);
      });
    });
  }

  /* A long message is read from its beginning, a short one is seen with what came before. */
  function bringIntoView(first) {
    var bar = document.querySelector(".bar").offsetHeight;
    var top = first.getBoundingClientRect().top + window.pageYOffset - bar - 12;
    var end = document.body.scrollHeight - window.innerHeight;
    window.scrollTo(0, Math.min(top, end));
  }

  function toEnd() {
    var last = log.lastElementChild;
    if (last && last !== log.firstElementChild) bringIntoView(last);
  }

  /* ------------------------------------------------------------ leaving */

  /* The page is blank at once, whatever the network does; the chat is deleted as soon as it can. */
  function leave() {
    if (left) return;
    wipe();
    erase();
  }

  function blank() {
    if (!left) wipe();
    window.location.replace("/blank");
  }

  function wipe() {
    left = true;
    try { window.sessionStorage.clear(); } catch (e) { /* it may be switched off */ }
    root.removeAttribute("class");
    root.innerHTML = "";
    document.title = "–";
    if (window.history.replaceState) window.history.replaceState(null, "", "/blank");
  }

  function erase() {
    window.fetch("/chat/exit", {
      method: "POST",
      credentials: "same-origin",
      keepalive: true,
      headers: { "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded" },
      body: ""
    }).then(function (answer) {
      if (!answer.ok) throw new Error("not erased");
      window.location.replace("/blank");
    }).catch(function () { window.setTimeout(erase, TRY_AGAIN_MS); });
  }

  document.getElementById("exit").addEventListener("submit", function (event) {
    event.preventDefault();
    leave();
  });

  var presses = [];
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" && event.key !== "Esc") { presses = []; return; }
    var now = Date.now();
    presses = presses.filter(function (at) { return now - at < LEAVE_WITHIN_MS; }).concat(now);
    if (presses.length >= LEAVE_PRESSES) leave();
  });

  /* A page from the browser's memory may be of a chat that was left. */
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload();
  });
})();
