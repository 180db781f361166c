/* Receiving: new messages come by WebSocket, or by requests that wait where that does not work. */
(function () {
  "use strict";

  var page = window.passerelle;
  if (!page) return;

  var LEFT = 4001, WAIT_S = 25, LONGEST_PAUSE_MS = 30000, FAILURES = 2, ANSWER_WITHIN_MS = 40000;
  var socket = null, failures = 0, pause = 0, timer = null, waits = 0, told = false;

  page.receive = fetchNow;
  start();

  function query(wait) {
    var language = encodeURIComponent(document.documentElement.lang);
    return "?after=" + page.after + "&language=" + language + (wait ? "&wait=" + wait : "");
  }

  function start() {
    window.clearTimeout(timer);
    if (page.left()) return;
    if (window.WebSocket && failures < FAILURES) open();
    else wait();
  }

  function again() {
    pause = Math.min((pause || 500) * 2, LONGEST_PAUSE_MS);
    timer = window.setTimeout(start, pause + Math.random() * 500);
  }

  /* What was under way may still arrive just after the device went offline: that takes nothing back. */
  function connected() {
    pause = 0;
    if (navigator.onLine === false) return;
    if (told) page.say("");
    told = false;
  }

  function lost() {
    if (!page.left()) page.say(page.words.offline);
    told = true;
  }

  /* ------------------------------------------------------------ by WebSocket */

  function open() {
    var opened = false, scheme = window.location.protocol === "https:" ? "wss://" : "ws://";
    try {
      socket = new WebSocket(scheme + window.location.host + "/chat/live" + query());
    } catch (e) {
      failures = FAILURES;
      wait();
      return;
    }
    var mine = socket;
    mine.onopen = function () { opened = true; failures = 0; connected(); };
    mine.onmessage = function (event) { if (!page.left()) page.take(JSON.parse(event.data)); };
    mine.onclose = function (event) {
      if (mine !== socket || page.left()) return;
      socket = null;
      if (event.code === LEFT) { page.blank(); return; }
      if (!opened) failures += 1;
      if (navigator.onLine === false) lost();
      if (failures >= FAILURES) start();
      else again();
    };
  }

  /* ------------------------------------------------------------ by requests */

  function wait() {
    var turn = ++waits;
    ask(WAIT_S).then(function () {
      if (turn !== waits) return;
      connected();
      timer = window.setTimeout(start, 50);
    }, function () {
      if (turn !== waits) return;
      lost();
      again();
    });
  }

  function fetchNow() { return ask(0); }

  function ask(seconds) {
    var options = { credentials: "same-origin", headers: { "Accept": "application/json" } };
    return new Promise(function (resolve, reject) {
      window.setTimeout(reject, ANSWER_WITHIN_MS);
      window.fetch("/chat/messages" + query(seconds), options).then(function (answer) {
        if (answer.status === 401) { page.blank(); return null; }
        if (!answer.ok) throw new Error("not now");
        return answer.json();
      }).then(function (news) {
        if (news && !page.left()) page.take(news);
        resolve();
      }, reject);
    });
  }

  /* ------------------------------------------------------------ when the device comes back */

  function wake() {
    if (page.left() || document.hidden) return;
    if (!socket || socket.readyState > 1) {
      failures = 0;
      pause = 0;
      waits += 1;
      start();
    }
    fetchNow().then(connected, function () { /* the socket or the next request tells */ });
  }

  window.addEventListener("online", wake);
  window.addEventListener("offline", lost);
  document.addEventListener("visibilitychange", wake);
})();
